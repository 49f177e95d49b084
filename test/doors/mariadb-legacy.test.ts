import { startMariaDbTable } from './mariadb-table.ts';
import { tellTheStory } from './tell-the-story.ts';

tellTheStory({
  name: 'a MariaDB table',
  services: ['mariadb'],
  start: (people) => startMariaDbTable(people),
});
