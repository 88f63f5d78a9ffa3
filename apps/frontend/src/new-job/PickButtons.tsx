import { Button } from '@mantine/core';
import { IconFiles, IconFolder } from '@tabler/icons-react';
import { useRef } from 'react';
import { collectPicked, type ChosenFile } from './collect.ts';

export interface PickButtonsProps {
  onPick: (files: ChosenFile[]) => void;
  variant?: 'default' | 'subtle';
}

/** Choosing files, or a folder with all that is in it. */
export function PickButtons({ onPick, variant = 'default' }: PickButtonsProps) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const picker = {
    type: 'file',
    multiple: true,
    hidden: true,
    onChange: ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
      onPick(collectPicked(currentTarget.files ?? []));
      currentTarget.value = '';
    },
  };
  return (
    <>
      <input ref={files} {...picker} aria-label="Files" />
      <input ref={folder} {...picker} webkitdirectory="" aria-label="Folder" />
      <Button variant={variant} leftSection={<IconFiles size={16} />} onClick={() => files.current?.click()}>
        Choose files
      </Button>
      <Button
        variant={variant}
        leftSection={<IconFolder size={16} />}
        onClick={() => folder.current?.click()}
      >
        Choose a folder
      </Button>
    </>
  );
}
