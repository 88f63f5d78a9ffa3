/** What an operator does with a data folder beside running the server on it. */
export { FINDINGS } from '@filemill/core/audit';
export { auditFolder, repairFolder, type AuditReport } from './audit.ts';
