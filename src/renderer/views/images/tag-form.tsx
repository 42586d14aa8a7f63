import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import { imageName } from '#renderer/stores/image-list-store.ts';
import type { ImageRow } from '#renderer/stores/images-store.ts';
import { BigField } from '#renderer/ui/big-field.tsx';
import { DialogForm } from '#renderer/ui/form-dialog.tsx';
import { referenceFault } from '#renderer/views/images/reference-fault.ts';
import { useForm } from '#renderer/views/use-form.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** One more name for an image. */
export const TagForm = observer(function TagForm({ row, onDone }: { row: ImageRow; onDone: () => void }) {
  const { imageActs, images } = useStores();
  const [reference, setReference] = useState(row.repository === '' ? '' : `${row.repository}:`);
  const [sent, setSent] = useState('');
  const form = useForm(onDone);
  const name = reference.trim();
  const holder = images.rows.find(({ key }) => key === name)?.image;
  const moves = holder !== undefined && holder.id !== row.image.id;
  const tag = (): void => {
    setSent(name);
    form.send({ reference: referenceFault(name) }, () => imageActs.tag(row.image.id, name));
  };
  return (
    <DialogForm act="Tag" isBusy={form.isBusy} error={form.errorOf(undefined)} onAct={tag}>
      <BigField
        label="New name"
        value={reference}
        onType={setReference}
        hint={
          moves
            ? 'Another image has this name: it moves over to this one.'
            : `One more name for ${imageName(row)}; the old one stays.`
        }
        error={sent === name ? form.errorOf('reference') : undefined}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
    </DialogForm>
  );
});
