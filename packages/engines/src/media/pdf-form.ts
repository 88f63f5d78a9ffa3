import type { Box } from '@filemill/core';
import { pageToBox } from './pdf-content.ts';
import type { Pdfium } from './pdfium.ts';

/** A fillable field (AcroForm) of a page. */
export interface PdfFormField {
  type: 'text' | 'choice' | 'checkbox' | 'radio';
  /** What the form shows people (its alternate name), or the field's own name. */
  name: string;
  /** What was filled in; of a check box or radio button, "yes", or the name of the choice that is on. */
  value: string;
  /** 0..1 of the page, /Rotate applied. */
  box: Box;
}

export interface PdfForm {
  fields(page: number): PdfFormField[];
  leavePage(page: number): void;
  close(): void;
}

/** FPDF_ANNOT_WIDGET. */
const WIDGET = 20;
/** FPDF_FORMFIELD_* that hold a value. */
const FIELD_TYPES: Record<number, PdfFormField['type']> = {
  2: 'checkbox',
  3: 'radio',
  4: 'choice',
  5: 'choice',
  6: 'text',
};

/** pdfium's own reader of forms: unlike a library that parses the file anew it needs no memory to speak of. */
export function openForm(pdfium: Pdfium, document: number): PdfForm {
  const { api } = pdfium;
  const info = api.PDFiumExt_OpenFormFillInfo();
  const form = api.PDFiumExt_InitFormFillEnvironment(document, info);
  return {
    fields(page) {
      api.FORM_OnAfterLoadPage(page, form);
      const toBox = pageToBox(pdfium, page);
      const fields: PdfFormField[] = [];
      for (let i = 0, count = api.FPDFPage_GetAnnotCount(page); i < count; i++) {
        const annotation = api.FPDFPage_GetAnnot(page, i);
        if (!annotation) continue;
        const field = readField(pdfium, form, annotation);
        const [left = 0, top = 0, right = 0, bottom = 0] = pdfium.floats(4, (p) =>
          api.FPDFAnnot_GetRect(annotation, p),
        );
        if (field) fields.push({ ...field, box: toBox(left, bottom, right, top) });
        api.FPDFPage_CloseAnnot(annotation);
      }
      return fields;
    },
    leavePage: (page) => api.FORM_OnBeforeClosePage(page, form),
    close() {
      api.PDFiumExt_ExitFormFillEnvironment(form);
      api.PDFiumExt_CloseFormFillInfo(info);
    },
  };
}

function readField(pdfium: Pdfium, form: number, annotation: number): Omit<PdfFormField, 'box'> | undefined {
  const { api, utf16 } = pdfium;
  if (api.FPDFAnnot_GetSubtype(annotation) !== WIDGET) return undefined;
  const type = FIELD_TYPES[api.FPDFAnnot_GetFormFieldType(form, annotation)];
  if (!type) return undefined;
  const name =
    utf16((p, bytes) => api.FPDFAnnot_GetFormFieldAlternateName(form, annotation, p, bytes)) ||
    utf16((p, bytes) => api.FPDFAnnot_GetFormFieldName(form, annotation, p, bytes));
  const button = type === 'checkbox' || type === 'radio';
  if (button && !api.FPDFAnnot_IsChecked(form, annotation)) return undefined;
  const value = utf16((p, bytes) => api.FPDFAnnot_GetFormFieldValue(form, annotation, p, bytes)).trim();
  if (type === 'checkbox') return { type, name, value: 'yes' };
  return value ? { type, name, value } : undefined;
}
