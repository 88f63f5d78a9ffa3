import { ActionIcon, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconKeyboard, IconMoon, IconSun } from '@tabler/icons-react';

/** Switches that are seldom needed. */
export function RailFoot({ onHelp }: { onHelp: () => void }) {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const other = scheme === 'dark' ? 'light' : 'dark';
  return (
    <>
      <Tooltip label={`Use the ${other} theme`}>
        <ActionIcon aria-label={`Use the ${other} theme`} onClick={() => setColorScheme(other)}>
          {scheme === 'dark' ? <IconSun size={18} stroke={1.8} /> : <IconMoon size={18} stroke={1.8} />}
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Keys">
        <ActionIcon aria-label="Keys" onClick={onHelp}>
          <IconKeyboard size={18} stroke={1.8} />
        </ActionIcon>
      </Tooltip>
    </>
  );
}
