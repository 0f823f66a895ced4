using System.Globalization;
using System.Text;

namespace DataCuration.TestKit;

/// <summary>
/// Makes texts and programs for ProX's executor from numbers: noise, soups of the grammar's pieces, calls that fit the text, and mutations of given programs.
/// </summary>
/// <param name="cases">Texts of documents with a program for each; at least one.</param>
public sealed class ProXPrograms(IReadOnlyList<(string Text, string Program)> cases)
{
    private static readonly string[] Pieces =
    [
        "remove_lines", "normalize", "untouch_doc", "keep_chunk", "skip_chunk", "drop_doc", "(", ")", "=", ",", ";", "\"", "'", "\\", "\n", "\r\n", "\t", " ",
        "#", "```", "start=", "end=", "line_start=", "line_end=", "all=True", "all = True", "source_str=\"", "target_str=\"", "source_str='", "\")", "0", "1",
        "2", "7", "11", "99", "-1", "1_0", "999999999", "9999999999999999999999", "\uFF11", "\u0663", "\\u00e9",
        "\\n", "\\t", "\\x", "\0", "\u202E", "\u200B", "\uD83D",
        "\uDE00", "\uD83D\uDE00", "\u00A0", "\u2028", "e", " ", "the", "Click here", "Moon", "None", "False", "__import__('os')", "[000]", "[/doc]",
        "remove_lines(start=0, end=1)", "remove_lines(0, 0)", "normalize(source_str=\" Click here\", target_str=\"\")", "normalize('Moon', 'Luna')",
        "untouch_doc()",
    ];

    private static readonly string[] Targets = ["", "", "", "x", "longer than it", " ", "é", "潮汐", "a\\nb"];

    /// <summary>Makes a text and a program.</summary>
    /// <param name="seed">The number. Equal numbers give equal results.</param>
    public (string Text, string Program) Make(ulong seed)
    {
        var random = new SeededRandom(SeededRandom.Mix(seed + 1));
        (string text, string given) = cases[(int)random.NextInt64(cases.Count)];
        if (random.NextInt64(4) == 0) given = cases[(int)random.NextInt64(cases.Count)].Program;
        string program = random.NextInt64(8) switch
        {
            0 => Noise(ref random),
            1 => Soup(ref random),
            2 => Calls(text, ref random),
            3 or 4 => Mutate(Calls(text, ref random), ref random),
            _ => Mutate(given, ref random),
        };
        if (random.NextInt64(8) == 0) text = Mutate(text, ref random);
        return (text, program);
    }

    private static string Noise(ref SeededRandom random)
    {
        var noise = new StringBuilder();
        bool isAscii = random.NextInt64(2) == 0;
        for (long left = random.NextInt64(120); left > 0; left--) noise.Append((char)random.NextInt64(isAscii ? 128 : 65_536));
        return noise.ToString();
    }

    private static string Soup(ref SeededRandom random)
    {
        var soup = new StringBuilder();
        for (long left = random.NextInt64(40); left > 0; left--) soup.Append(Pieces[random.NextInt64(Pieces.Length)]);
        return soup.ToString();
    }

    /// <summary>Makes valid calls: lines of the text, and strings that occur in it.</summary>
    private static string Calls(string text, ref SeededRandom random)
    {
        string[] lines = text.Split('\n');
        var calls = new StringBuilder();
        for (long left = 1 + random.NextInt64(5); left > 0; left--)
        {
            int at = (int)random.NextInt64(lines.Length);
            string line = lines[at];
            if (random.NextInt64(2) == 0 || line.Length < 4)
            {
                string first = random.NextInt64(3) == 0 ? "start=" : "", last = first.Length > 0 ? "end=" : "";
                calls.Append(CultureInfo.InvariantCulture, $"remove_lines({first}{at}, {last}{at + random.NextInt64(3)})");
            }
            else
            {
                int start = (int)random.NextInt64(line.Length - 2);
                string piece = line.Substring(start, 2 + (int)random.NextInt64(Math.Min(20, line.Length - start - 1)));
                string target = Targets[random.NextInt64(Targets.Length)];
                calls.Append(CultureInfo.InvariantCulture, $"normalize(source_str=\"{piece}\", target_str=\"{target}\")");
            }
            calls.Append(random.NextInt64(6) == 0 ? "; " : "\n");
        }
        return calls.ToString();
    }

    private static string Mutate(string given, ref SeededRandom random)
    {
        var text = new StringBuilder(given.Length > 2_000 ? given[..2_000] : given);
        for (long edits = random.NextInt64(5); edits > 0; edits--)
        {
            int at = (int)random.NextInt64(text.Length + 1);
            switch (random.NextInt64(4))
            {
                case 0:
                    text.Remove(at, (int)Math.Min(text.Length - at, random.NextInt64(8)));
                    break;
                case 1:
                    text.Insert(at, text.ToString(at, (int)Math.Min(text.Length - at, random.NextInt64(64))));
                    break;
                case 2:
                    text.Length = at; // as a token limit cuts
                    break;
                default:
                    text.Insert(at, Pieces[random.NextInt64(Pieces.Length)]);
                    break;
            }
        }
        return text.ToString();
    }
}
