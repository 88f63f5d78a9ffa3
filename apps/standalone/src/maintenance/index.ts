/** What an operator does with a data folder beside running the server on it. */
export { FINDINGS } from '@filemill/core/audit';
export { backUpFolder, restoreFolder } from './backup.ts';
export { examine, type Diagnosis } from './doctor.ts';
export { auditFolder, repairFolder, type AuditReport } from './audit.ts';
