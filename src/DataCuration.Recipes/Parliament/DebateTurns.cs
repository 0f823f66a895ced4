using System.Text;
using System.Text.RegularExpressions;

namespace DataCuration.Recipes;

/// <summary>Divides the text of a debate at its speakers. Time is linear in the text if the pattern of the caller is.</summary>
internal static class DebateTurns
{
    /// <summary>The start of a line that a label is looked for in. Labels are short.</summary>
    private const int MaxLabel = 200;

    private const RegexOptions Linear = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;

    /// <summary>Names in capitals, and titles with names, each before a colon.</summary>
    public static readonly Regex Label = new(
        @"^(?<speaker>\p{Lu}[\p{Lu}.'’-]+(?: [\p{Lu}.'’-]+){0,5}"
        + @"|(?:The |Madam |Mr\.? |Mister )?(?:Deputy |Acting |Temporary )?"
        + @"(?:Speaker|President|Chair|Chairman|Chairwoman|Chairperson|Prime Minister|Taoiseach|Ceann Comhairle|"
        + @"Minister|Minister (?:for|of) [^:(]{1,80}|Secretary of State[^:(]{0,80}|Attorney[ -]General|Leader of [^:(]{1,60})"
        + @"|(?:An )?Hon\.? Members?"
        + @"|(?:(?:The |Rt\.? |Right |Hon\.? |Honourable |Mr\.? |Mrs\.? |Ms\.? |Miss |Dr\.? |Prof\.? |Sir |Dame |Lord |Lady |Baroness |Senator |Deputy )+)"
        + @"\p{Lu}[\p{L}.'’-]*(?: (?:of|de|van|von|\p{Lu}[\p{L}.'’-]*)){0,5})"
        + @"(?: ?\([^)]{1,80}\)){0,3} ?:(?: |$)", Linear);

    /// <summary>Notes in brackets about what was heard and not said.</summary>
    private static readonly Regex Note = new(
        @"[\[(][^\[\]()]{0,60}\b(?:laughter|applause|interruptions?|interrupting|crosstalk|cross talk|cheers|cheering|inaudible|hear, hear|interjecting|"
        + @"bell rings|time expired|shouting|booing)\b[^\[\]()]{0,60}[\])]", Linear | RegexOptions.IgnoreCase);

    /// <summary>Lines that record the procedure.</summary>
    private static readonly Regex Procedure = new(
        @"^(?:Question (?:put|again proposed|proposed|agreed to|accordingly)|Motion (?:agreed|made|by leave|put)|Division No|Ayes?:? \d|Noes:? \d"
        + @"|The (?:House|Committee|Senate|Assembly|Dáil|Council) (?:divided|adjourned|met|resumed|proceeded)"
        + @"|(?:The )?(?:[Ss]itting|[Mm]eeting|[Ss]ession) (?:was )?"
        + @"(?:suspended|resumed|adjourned|called to order|rose)|Bill (?:read|accordingly)|Amendments? (?:agreed|made|negatived|proposed)|Ordered,|Resolved,"
        + @"|Debate (?:interrupted|adjourned|resumed))", Linear);

    /// <summary>Divides a text.</summary>
    /// <param name="text">The debate.</param>
    /// <param name="options">The options.</param>
    /// <returns>The turns in their order, before long ones are cut.</returns>
    public static List<DebateTurn> Split(string text, SpeakerTurnSplitter options)
    {
        var turns = new List<DebateTurn>();
        // Built piece by piece: a debate may have thousands of pieces of one speaker.
        var joined = new StringBuilder();
        var waiting = new List<DebateTurn>();
        string? speaker = null, last = null;
        foreach (DebateTurn turn in Read(text, options))
        {
            bool continues = joined.Length > 0 && turn.Speaker is not null && speaker == turn.Speaker;
            if (!continues && CountWords(turn.Text) >= options.MinWords)
            {
                Complete();
                speaker = turn.Speaker;
                foreach (DebateTurn one in waiting) Append(one);
                waiting.Clear();
            }
            else if (!continues && options.ShortTurns != ShortTurns.Join)
            {
                continue;
            }
            else if (!continues && joined.Length == 0)
            {
                // Nothing is before it to join it to, so it becomes part of the next turn.
                waiting.Add(turn);
                continue;
            }
            Append(turn);
        }
        Complete();
        return turns;

        void Append(DebateTurn turn)
        {
            // Without the name, a reader would take the paragraph for one of the speaker before it.
            bool isNamed = turn.Speaker != (joined.Length > 0 ? last : speaker);
            if (joined.Length > 0) joined.Append('\n');
            if (isNamed) joined.Append(turn.Speaker).Append(": ");
            joined.Append(turn.Text);
            last = turn.Speaker;
        }

        void Complete()
        {
            if (joined.Length > 0) turns.Add(new DebateTurn(speaker, joined.ToString()));
            joined.Clear();
        }
    }

    /// <summary>Counts words between white space.</summary>
    public static int CountWords(ReadOnlySpan<char> text)
    {
        int words = 0;
        bool isInside = false;
        foreach (char one in text)
        {
            bool isWord = !char.IsWhiteSpace(one);
            if (isWord && !isInside) words++;
            isInside = isWord;
        }
        return words;
    }

    private static List<DebateTurn> Read(string text, SpeakerTurnSplitter options)
    {
        var turns = new List<DebateTurn>();
        var current = new StringBuilder();
        string? speaker = null;
        bool isSpeech = true;
        foreach (ReadOnlySpan<char> raw in text.AsSpan().EnumerateLines())
        {
            string line = raw.Trim().ToString();
            if (options.RemovesNotes && line.AsSpan().IndexOfAny('[', '(') >= 0) line = WithoutNotes(line);
            if (line.Length == 0 || (options.RemovesProcedure && Procedure.IsMatch(line))) continue;
            Match label = options.SpeakerPattern.Match(line.Length > MaxLabel ? line[..MaxLabel] : line);
            if (label.Length > 0 && label.Index == 0)
            {
                Group named = label.Groups["speaker"];
                string name = (named.Success ? named.Value : label.Value).Trim().TrimEnd(':').Trim();
                // A label that repeats the speaker begins no turn. Its text may be short.
                if (name != speaker) Complete();
                speaker = name;
                isSpeech = !options.NonSpeakers.Contains(speaker, StringComparer.OrdinalIgnoreCase);
                line = line[label.Length..].Trim();
                if (line.Length == 0) continue;
            }
            if (current.Length > 0) current.Append('\n');
            current.Append(line);
        }
        // Text without any name is one speech, as in corpora that are divided already.
        bool hasNames = speaker is not null;
        Complete();
        if (hasNames) turns.RemoveAll(turn => turn.Speaker is null);
        return turns;

        void Complete()
        {
            if (isSpeech && current.Length > 0) turns.Add(new DebateTurn(speaker, current.ToString()));
            current.Clear();
        }
    }

    private static string WithoutNotes(string line)
    {
        string left = Note.Replace(line, " ");
        if (left.Length == line.Length && left == line) return line;
        // The blanks around a note become one.
        return string.Join(' ', left.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
