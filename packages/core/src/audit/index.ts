/** Whether all that was accepted is accounted for, found out from the stores alone. */
export { audit, type AuditOptions, type AuditTally } from './audit.ts';
export { FINDINGS, type Finding, type FindingCode } from './findings.ts';
export { repair, type RepairDeps } from './repair.ts';
export type { AuditSources, InTransit } from './sources.ts';
