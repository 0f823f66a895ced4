using System.Text;

namespace DataCuration.Synthesis;

/// <summary>Decides if a candidate is an entity worth a text.</summary>
internal static class EntityRules
{
    /// <summary>An entity has more characters than this (saptarshi059/CDQA).</summary>
    public const int MinLength = 5;

    /// <summary>Replaces runs of white space by a space, and removes those at the ends.</summary>
    public static string Normalize(string entity) => string.Join(' ', entity.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>
    /// Returns true for a candidate with more than 5 code points, at least one letter (so no number, date or range), and brackets that are closed in the
    /// order in which they are opened.
    /// </summary>
    public static bool IsEntity(string entity)
    {
        int length = 0;
        bool hasLetter = false;
        var open = new Stack<int>();
        foreach (Rune rune in entity.EnumerateRunes())
        {
            length++;
            hasLetter |= Rune.IsLetter(rune);
            switch (rune.Value)
            {
                case 0xFFFD:
                    return false; // damaged text
                case '(' or '[' or '{':
                    open.Push(rune.Value);
                    break;
                case ')' or ']' or '}':
                    // In ASCII, a square or curly bracket is closed by the character two places after it, a round one by the next.
                    if (!open.TryPop(out int bracket) || rune.Value - bracket is not (1 or 2)) return false;
                    break;
                default:
                    break;
            }
        }
        return length > MinLength && hasLetter && open.Count == 0;
    }
}
