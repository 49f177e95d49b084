/** Who the story is about: four users of the shop's table (examples/legacy-shop/users.json), and somebody new. */
export const jane = { email: 'jane@example.com', password: 'correct horse' };
export const tomasz = { email: 'tomasz.nowak@example.com', newPassword: 'four quiet rivers meet' };
export const amelie = { email: 'amelie@example.org' };
export const lars = { email: 'lars@example.se', password: 'blåbär' };
export const nora = { email: 'nora@example.net', password: 'lamp on the third shelf' };
