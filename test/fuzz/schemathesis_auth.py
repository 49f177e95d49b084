"""Who Schemathesis is at each part of the API: an operator, or a user."""

import os

import schemathesis


class Bearer:
    variable: str

    def get(self, case, ctx):
        return os.environ[self.variable]

    def set(self, case, data, ctx):
        case.headers["Authorization"] = f"Bearer {data}"


@schemathesis.auth().apply_to(path_regex=r"^/api/v2/")
class Operator(Bearer):
    variable = "SEGUE_OPERATOR_TOKEN"


@schemathesis.auth().apply_to(path="/userinfo")
class User(Bearer):
    variable = "SEGUE_USER_TOKEN"
