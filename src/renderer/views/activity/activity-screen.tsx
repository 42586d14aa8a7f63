import { observer } from 'mobx-react-lite';
import { EventList } from '#renderer/views/activity/event-list.tsx';
import { IncidentList } from '#renderer/views/activity/incident-list.tsx';
import { ActList, JobList } from '#renderer/views/activity/job-list.tsx';
import { NoticeList } from '#renderer/views/activity/notice-list.tsx';
import { Banners } from '#renderer/views/engine/banners.tsx';
import { EngineGate } from '#renderer/views/engine/engine-gate.tsx';
import '#renderer/views/overview/overview.css';
import '#renderer/views/activity/activity.css';

/** What runs for long, what went wrong, and what Docker told. */
export const ActivityScreen = observer(function ActivityScreen() {
  return (
    <EngineGate title="Activity">
      {({ showChecks }) => (
        <>
          <div className="phead">
            <h1>Activity</h1>
          </div>
          <Banners showChecks={showChecks} />
          <div className="activity">
            <JobList />
            <ActList />
            <NoticeList />
            <IncidentList />
            <EventList />
          </div>
        </>
      )}
    </EngineGate>
  );
});
