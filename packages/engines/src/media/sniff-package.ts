import { FilemillError, type Limits } from '@filemill/core';
import { openPackage, type Package } from '../documents/package.ts';
import { OFFICE_TYPES, type KnownType } from './types.ts';
import { unsupported } from './unsupported.ts';

/** The main part of each Office format. */
const MAIN_PARTS = [
  ['word/document.xml', OFFICE_TYPES.docx],
  ['xl/workbook.xml', OFFICE_TYPES.xlsx],
  ['ppt/presentation.xml', OFFICE_TYPES.pptx],
] as const;

/** ZIP files: documents by their parts. Throws FilemillError `file.*` or `archive.bomb`. */
export async function sniffPackage(path: string, limits: Limits): Promise<KnownType> {
  await using parts = await openPackage(path, limits);
  const [, office] = MAIN_PARTS.find(([part]) => parts.has(part)) ?? [];
  if (office) return office;
  if (parts.has('xl/workbook.bin')) {
    throw unsupported('It is a binary Excel workbook (.xlsb)', 'Save it as XLSX and try again.');
  }
  if (parts.has('mimetype')) return await sniffOpenDocument(parts); // before the package is closed
  throw unsupported('It is a ZIP archive', 'Unpack it and submit the files that are in it.');
}

async function sniffOpenDocument(parts: Package): Promise<KnownType> {
  const declared = (await parts.read('mimetype')).toString('latin1').trim();
  if (declared === OFFICE_TYPES.odt || declared === `${OFFICE_TYPES.odt}-template`) {
    await refuseEncrypted(parts);
    return OFFICE_TYPES.odt;
  }
  if (declared === 'application/epub+zip')
    throw unsupported('It is an EPUB book', 'Convert it to PDF and try again.');
  if (declared.startsWith('application/vnd.oasis.opendocument.')) {
    const program = declared.slice('application/vnd.oasis.opendocument.'.length);
    throw unsupported(`It is an OpenDocument ${program}`, 'Save it as XLSX, PPTX or PDF and try again.');
  }
  throw unsupported('It is a ZIP archive', 'Unpack it and submit the files that are in it.');
}

async function refuseEncrypted(parts: Package): Promise<void> {
  if (!parts.has('META-INF/manifest.xml')) return;
  const manifest = (await parts.read('META-INF/manifest.xml')).toString();
  if (!manifest.includes('encryption-data')) return;
  throw new FilemillError(
    'file.encrypted',
    'The document is protected by a password. Save it without the password and try again.',
  );
}
