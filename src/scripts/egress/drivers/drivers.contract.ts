import type { DriverStageOptions } from './driver-stage.contract.ts';
import { describeHttp } from './http.contract.ts';
import { describeLdap } from './ldap.contract.ts';
import { describeMySql } from './mysql.contract.ts';
import { describePostgres } from './postgres.contract.ts';

/**
 * Real drivers at real work. What they do and say through the broker is compared with what the same script does and
 * says without a wall.
 */
export function describeDrivers(options: DriverStageOptions): void {
  describeHttp(options);
  describeMySql(options);
  describePostgres(options);
  describeLdap(options);
}
