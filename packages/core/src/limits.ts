/**
 * The limits, in one table: what pre-flight, the engines and the errors go by. Each can be changed by the setting
 * `FILEMILL_LIMIT_<NAME>`, for example `FILEMILL_LIMIT_IMAGE_MEGAPIXELS=400`.
 */
export const LIMITS = {
  filesPerJob: { value: 10_000, unit: 'files', meaning: 'Files in one job.' },
  fileMegabytes: { value: 10_240, unit: 'MB', meaning: 'Size of one file.' },
  nameLength: { value: 1_024, unit: 'characters', meaning: "Length of a file's path within its job." },
  imageMegapixels: {
    value: 300,
    unit: 'megapixels',
    meaning: 'Width × height of one picture or rendered page.',
  },
  documentPages: { value: 5_000, unit: 'pages', meaning: 'Pages of one document.' },
  unpackedMegabytes: { value: 512, unit: 'MB', meaning: 'Unpacked size of a packed document such as DOCX.' },
  mediaHours: { value: 12, unit: 'hours', meaning: 'Length of one recording.' },
  pageSeconds: { value: 120, unit: 'seconds', meaning: 'Time for one page or picture.' },
  fileMinutes: { value: 720, unit: 'minutes', meaning: 'Time for one file in one attempt.' },
  stallSeconds: {
    value: 180,
    unit: 'seconds',
    meaning: 'Time without any progress, after which an engine counts as hung.',
  },
  workerMegabytes: { value: 4_096, unit: 'MB', meaning: 'Resident memory of one engine worker.' },
  attempts: { value: 3, unit: 'attempts', meaning: 'Attempts for one file before it fails.' },
  retrySeconds: {
    value: 2,
    unit: 'seconds',
    meaning: 'Wait before the second attempt; each further wait is four times as long.',
  },
  leaseSeconds: {
    value: 60,
    unit: 'seconds',
    meaning: 'Time without a sign of life after which a process counts as dead and its work goes to another.',
  },
  uploadHours: { value: 24, unit: 'hours', meaning: 'Time for all uploads of a job.' },
} as const satisfies Record<string, { value: number; unit: string; meaning: string }>;

export type LimitName = keyof typeof LIMITS;
export type Limits = Record<LimitName, number>;

export const DEFAULT_LIMITS = Object.fromEntries(
  Object.entries(LIMITS).map(([name, { value }]) => [name, value]),
) as Limits;

/** The setting that changes a limit: `imageMegapixels` → `FILEMILL_LIMIT_IMAGE_MEGAPIXELS`. */
export function limitSetting(name: LimitName): string {
  return `FILEMILL_LIMIT_${name.replace(/[A-Z]/g, (c) => `_${c}`).toUpperCase()}`;
}

/** "300 megapixels (FILEMILL_LIMIT_IMAGE_MEGAPIXELS)": how an error names the limit that it is about. */
export function nameLimit(name: LimitName, limits: Limits): string {
  return `${limits[name].toLocaleString('en')} ${LIMITS[name].unit} (${limitSetting(name)})`;
}
