// SPDX-License-Identifier: Apache-2.0

/// How reports look, by day and by night.
enum PageStyle {
    static let css = """
        :root { --text: #1c1e21; --faint: #5b616a; --back: #ffffff; --line: #d5d9de; --soft: #f3f5f7;
          --wrong: #9f1d1d; --wrong-back: #fdeaea; --right: #17643a; --link: #0b57a4; }
        @media (prefers-color-scheme: dark) { :root { --text: #e7e9ec; --faint: #a3abb5; --back: #15171a;
          --line: #3a4048; --soft: #1f2328; --wrong: #ff9a94; --wrong-back: #47201f; --right: #7ddba3; --link: #8ec2ff; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1.5rem; max-width: 110rem; background: var(--back); color: var(--text);
          font: 0.95rem/1.45 system-ui, "Noto Sans", "Noto Sans Thai", sans-serif; }
        h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.2rem; margin: 2rem 0 0.5rem; }
        h3 { font-size: 1rem; margin: 1.4rem 0 0.2rem; }
        p { margin: 0.2rem 0 0.6rem; color: var(--faint); max-width: 70rem; }
        a { color: var(--link); } ul { margin: 0 0 0.6rem; padding-left: 1.2rem; }
        .wide { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.7rem; border-bottom: 1px solid var(--line);
          overflow-wrap: anywhere; min-width: 3.5rem; }
        thead th { background: var(--soft); position: sticky; top: 0; } tbody th { font-weight: 400; }
        tr.differs th { font-weight: 600; }
        td.wrong, td.harm { background: var(--wrong-back); }
        .wrong, .harm { color: var(--wrong); font-weight: 600; } .harm { text-decoration: underline; }
        .right { color: var(--right); } .none { color: var(--faint); font-weight: 400; }
        th.part { font-weight: 600; background: var(--soft); } summary { cursor: pointer; margin: 0.8rem 0 0.4rem; }
        .sheet { border-top: 2px solid var(--line); margin-top: 2rem; }
        .beside { display: grid; grid-template-columns: minmax(18rem, 1fr) minmax(22rem, 1.3fr); gap: 1.5rem;
          align-items: start; }
        .pages { position: sticky; top: 0.5rem; max-height: 98vh; overflow-y: auto; }
        .pages img { display: block; width: 100%; height: auto; border: 1px solid var(--line); margin-bottom: 0.5rem; }
        @media (max-width: 60rem) { .beside { grid-template-columns: 1fr; } .pages { position: static; max-height: none; } }
        @media print { .pages { position: static; max-height: none; } .sheet { break-before: page; } }
        """
}
