import { Button, CloseButton } from '@mantine/core';
import { IconCopy, IconLink } from '@tabler/icons-react';
import { copyLink, copyText } from '../copy.ts';
import type { Area } from './use-area.ts';
import classes from './canvas.module.css';

/** What can be done with an area that was drawn on a page. */
export function AreaBar({ area, onClose }: { area: Area; onClose: () => void }) {
  return (
    <div className={classes.areaBar} role="toolbar" aria-label="Selected area">
      {area.text && <bdi className={classes.areaText}>{area.text}</bdi>}
      {area.text && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconCopy size={15} />}
          onClick={() => void copyText(area.text, 'Text')}
        >
          Copy text
        </Button>
      )}
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<IconLink size={15} />}
        onClick={() => void copyLink({ page: area.page, box: area.box })}
      >
        Copy link to this
      </Button>
      <CloseButton size="sm" aria-label="Close" onClick={onClose} />
    </div>
  );
}
