import { backUp, openDatabase, restore, type BackupReport, type Manifest } from '@filemill/adapters-local';
import { systemClock } from '@filemill/core';
import type { Config } from '../config.ts';
import { auditFolder, type AuditReport, type AuditRequest } from './audit.ts';

type Place = Pick<Config, 'dataDir' | 'mailTo'>;

/** Backs up a data folder, also while a server runs on it, and audits the backup. */
export async function backUpFolder(
  { dataDir, mailTo }: Place,
  dir: string,
  request: AuditRequest,
): Promise<{ backup: BackupReport; audit: AuditReport }> {
  const backup = await backUp(dataDir, dir, systemClock);
  const { file } = backup.manifest.database;
  return { backup, audit: await auditFolder({ dataDir: dir, mailTo, database: file }, request) };
}

/** Makes a data folder of a backup, brings it up to date, and audits it. */
export async function restoreFolder(
  place: Place,
  dir: string,
  request: AuditRequest,
): Promise<{ manifest: Manifest; audit: AuditReport }> {
  const manifest = await restore(dir, place.dataDir);
  openDatabase(place.dataDir).close(); // the backup may be of an earlier version
  return { manifest, audit: await auditFolder(place, request) };
}
