import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCopy, IconDownload } from '@tabler/icons-react';
import { copyText } from '../copy.ts';
import { saveText } from '../save.ts';

interface CopyButtonsProps {
  /** Made only when it is asked for. */
  text: () => string;
  fileName: string;
}

/** Copying and saving a whole text. */
export function CopyButtons({ text, fileName }: CopyButtonsProps) {
  return (
    <>
      <Tooltip label="Copy all text">
        <ActionIcon aria-label="Copy all text" onClick={() => void copyText(text(), 'Text')}>
          <IconCopy size={17} stroke={1.8} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={`Save as ${fileName}`}>
        <ActionIcon
          aria-label={`Save as ${fileName}`}
          onClick={() => saveText(text(), fileName, 'text/plain')}
        >
          <IconDownload size={17} stroke={1.8} />
        </ActionIcon>
      </Tooltip>
    </>
  );
}
