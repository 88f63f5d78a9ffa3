import { PDFDocument, StandardFonts, type PDFFont, type PDFPage } from 'pdf-lib';
import { FORM_FIELDS, FORM_TITLE } from './pages.ts';

const A4: [number, number] = [595, 842];

export const REPORT_FIRST = [
  'Yearly report of the Eastbridge canal trust',
  'The canal was open on 341 days of the year. Two locks were repaired, and the towpath',
  'between the mill and the harbour has a new surface. Boat traffic grew by nine percent.',
  'The letter on the next page was scanned, because only the paper copy was left.',
];
export const REPORT_LAST = [
  'Outlook',
  'Next year the trust will replace the lamps along the basin and plant forty lime trees.',
  'The water level will be measured every hour instead of twice a day.',
];

/** Three pages: text, a scan with no text layer, and text again. */
export async function report(scan: Buffer): Promise<Uint8Array> {
  const pdf = await blank('Yearly report');
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  write(pdf.addPage(A4), font, REPORT_FIRST);
  pdf.addPage(A4).drawImage(await pdf.embedJpg(scan), { x: 0, y: 0, width: A4[0], height: A4[1] });
  write(pdf.addPage(A4), font, REPORT_LAST);
  return pdf.save();
}

/** The same form as the picture, as one that can be filled in on screen: the values are in its fields only. */
export async function fillableForm(): Promise<Uint8Array> {
  const pdf = await blank(FORM_TITLE);
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  const page = pdf.addPage(A4);
  write(page, font, [FORM_TITLE]);
  FORM_FIELDS.forEach(([key, value], i) => {
    const y = 680 - i * 44;
    page.drawText(key, { x: 60, y: y + 7, size: 12, font });
    const field = pdf.getForm().createTextField(key);
    field.setText(value);
    field.addToPage(page, { x: 220, y, width: 300, height: 24, font });
  });
  return pdf.save();
}

function write(page: PDFPage, font: PDFFont, lines: string[]): void {
  lines.forEach((line, i) => {
    const y = i === 0 ? 760 : 730 - i * 22;
    page.drawText(line, { x: 60, y, size: i === 0 ? 20 : 12, font });
  });
}

async function blank(title: string): Promise<PDFDocument> {
  const pdf = await PDFDocument.create();
  const made = new Date(Date.UTC(2025, 0, 15));
  pdf.setTitle(title);
  pdf.setCreationDate(made);
  pdf.setModificationDate(made);
  return pdf;
}
