/** The names of a plain table's columns; `acts` names, for readers of the screen alone, a last column of buttons. */
export const TableHead = ({ names, acts }: { names: readonly string[]; acts?: string }) => (
  <thead>
    <tr>
      {names.map((name) => (
        <th key={name} scope="col">
          {name}
        </th>
      ))}
      {acts === undefined ? null : (
        <th scope="col">
          <span className="vh">{acts}</span>
        </th>
      )}
    </tr>
  </thead>
);
