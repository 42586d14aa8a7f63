import { observer } from 'mobx-react-lite';
import { useRef } from 'react';
import type { PairingRequest } from '#shared/contract/pairing.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { ROLE_TEXTS, roleName } from '#renderer/views/viewer/role-words.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Confirm } from '#renderer/ui/confirm.tsx';

/** Somebody knows the code and waits: on whatever screen the owner is, it is asked there. */
export const LetInDialog = observer(function LetInDialog() {
  const { remote } = useStores();
  const asking = remote.pairing.asking[0];
  return asking ? <Question key={asking.request} asking={asking} /> : null;
});

function Question({ asking }: { asking: PairingRequest }) {
  const { remote } = useStores();
  // The dialog also closes after "Let in", and a second answer would refuse whom the first let in.
  const isAnswered = useRef(false);
  const answer = (allow: boolean): void => {
    if (isAnswered.current) return;
    isAnswered.current = true;
    void remote.answer(asking.request, allow);
  };
  return (
    <Confirm
      open
      isCalm
      title={`Let ${visibleText(asking.deviceName)} in as ${roleName(asking.role)}?`}
      act="Let in"
      safe="Refuse"
      onAct={() => answer(true)}
      onClose={() => answer(false)}
    >
      <p>
        It asks from <b className="num">{asking.address}</b> and knows the code. {ROLE_TEXTS[asking.role]}
      </p>
    </Confirm>
  );
}
