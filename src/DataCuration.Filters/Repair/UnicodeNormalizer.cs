using System.Globalization;
using System.Text;

namespace DataCuration.Filters;

/// <summary>The normalization forms of Unicode 14.0.0 (UAX 15) on code points, whatever the runtime's version of Unicode.</summary>
internal static class UnicodeNormalizer
{
    private const int HangulBase = 0xAC00, HangulCount = 11172, LeadBase = 0x1100, Leads = 19, VowelBase = 0x1161, Vowels = 21, TailBase = 0x11A7, Tails = 28;

    /// <summary>Characters that a composition does not give: those of CompositionExclusions.txt, and decompositions that start with a mark.</summary>
    private static readonly int[] Excluded =
    [
        0x344, 0x958, 0x959, 0x95A, 0x95B, 0x95C, 0x95D, 0x95E, 0x95F, 0x9DC, 0x9DD, 0x9DF, 0xA33, 0xA36, 0xA59, 0xA5A, 0xA5B, 0xA5E, 0xB5C, 0xB5D,
        0xF43, 0xF4D, 0xF52, 0xF57, 0xF5C, 0xF69, 0xF73, 0xF75, 0xF76, 0xF78, 0xF81, 0xF93, 0xF9D, 0xFA2, 0xFA7, 0xFAC, 0xFB9, 0x2ADC, 0xFB1D,
        0xFB1F, 0xFB2A, 0xFB2B, 0xFB2C, 0xFB2D, 0xFB2E, 0xFB2F, 0xFB30, 0xFB31, 0xFB32, 0xFB33, 0xFB34, 0xFB35, 0xFB36, 0xFB38, 0xFB39, 0xFB3A,
        0xFB3B, 0xFB3C, 0xFB3E, 0xFB40, 0xFB41, 0xFB43, 0xFB44, 0xFB46, 0xFB47, 0xFB48, 0xFB49, 0xFB4A, 0xFB4B, 0xFB4C, 0xFB4D, 0xFB4E, 0x1D15E,
        0x1D15F, 0x1D160, 0x1D161, 0x1D162, 0x1D163, 0x1D164, 0x1D1BB, 0x1D1BC, 0x1D1BD, 0x1D1BE, 0x1D1BF, 0x1D1C0,
    ];

    private static readonly Dictionary<int, (int First, int Second)> Canonical = ReadCanonical();
    private static readonly Dictionary<(int First, int Second), int> Compositions = Canonical
        .Where(pair => pair.Value.Second != 0 && !Excluded.Contains(pair.Key)).ToDictionary(pair => pair.Value, pair => pair.Key);

    private static readonly HashSet<int> Followers = [.. Compositions.Keys.Select(pair => pair.Second)];
    private static readonly Dictionary<int, byte> Classes = ReadClasses();
    private static readonly Lazy<Dictionary<int, int[]>> Compatible = new(ReadCompatible);

    /// <summary>Returns the form of a text.</summary>
    /// <returns>The form; the same array if it is the text.</returns>
    public static int[] Normalize(int[] text, NormalizationForm form)
    {
        bool isCompatible = form is NormalizationForm.FormKC or NormalizationForm.FormKD;
        // Characters below U+0300 are in the form C, and those below U+00A0 in all forms.
        int limit = form == NormalizationForm.FormC ? 0x300 : 0xA0;
        if (text.All(character => character < limit)) return text;
        var parts = new List<int>(text.Length + 16);
        foreach (int character in text) Decompose(character, isCompatible, parts);
        Sort(parts);
        if (form is NormalizationForm.FormC or NormalizationForm.FormKC) Compose(parts);
        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(parts).SequenceEqual(text) ? text : [.. parts];
    }

    /// <summary>Returns true for a character that neither moves nor joins the one before it. A text of such characters that are normal is normal.</summary>
    public static bool IsInert(int character) => !Classes.ContainsKey(character) && !Followers.Contains(character)
        && character is not ((>= VowelBase and < VowelBase + Vowels) or (> TailBase and < TailBase + Tails));

    private static void Decompose(int character, bool isCompatible, List<int> parts)
    {
        if (character < 0xA0)
        {
            parts.Add(character);
        }
        else if ((uint)(character - HangulBase) < HangulCount)
        {
            int syllable = character - HangulBase;
            parts.Add(LeadBase + syllable / (Vowels * Tails));
            parts.Add(VowelBase + syllable % (Vowels * Tails) / Tails);
            if (syllable % Tails > 0) parts.Add(TailBase + syllable % Tails);
        }
        else if (isCompatible && Compatible.Value.TryGetValue(character, out int[]? compatible))
        {
            parts.AddRange(compatible); // decomposed as a whole
        }
        else if (Canonical.TryGetValue(character, out (int First, int Second) pair))
        {
            Decompose(pair.First, isCompatible, parts);
            if (pair.Second != 0) Decompose(pair.Second, isCompatible, parts);
        }
        else
        {
            parts.Add(character);
        }
    }

    /// <summary>Sorts each run of marks by their combining class; marks of one class keep their order.</summary>
    private static void Sort(List<int> parts)
    {
        for (int i = 0; i < parts.Count;)
        {
            int start = i;
            bool isSorted = true;
            for (int last = 0; i < parts.Count && Classes.TryGetValue(parts[i], out byte combiningClass); i++)
            {
                isSorted &= combiningClass >= last;
                last = combiningClass;
            }
            if (!isSorted)
            {
                int[] sorted = [.. parts.GetRange(start, i - start).OrderBy(mark => Classes[mark])];
                for (int j = 0; j < sorted.Length; j++) parts[start + j] = sorted[j];
            }
            if (i == start) i++;
        }
    }

    private static void Compose(List<int> parts)
    {
        int starter = -1, to = 0, lastClass = 0;
        for (int i = 0; i < parts.Count; i++)
        {
            int character = parts[i], combiningClass = Classes.GetValueOrDefault(character);
            // A mark is blocked by one of the same class before it; a starter by any mark between.
            bool isBlocked = starter < 0 || to - 1 > starter && (combiningClass == 0 || lastClass >= combiningClass);
            if (!isBlocked && ComposePair(parts[starter], character) is > 0 and var composed)
            {
                parts[starter] = composed;
                continue;
            }
            if (combiningClass == 0) starter = to;
            lastClass = combiningClass;
            parts[to++] = character;
        }
        parts.RemoveRange(to, parts.Count - to);
    }

    private static int ComposePair(int first, int second)
    {
        if ((uint)(first - LeadBase) < Leads && (uint)(second - VowelBase) < Vowels)
            return HangulBase + ((first - LeadBase) * Vowels + second - VowelBase) * Tails;
        if ((uint)(first - HangulBase) < HangulCount && (first - HangulBase) % Tails == 0 && second > TailBase && second < TailBase + Tails)
            return first + second - TailBase;
        return Compositions.GetValueOrDefault((first, second));
    }

    private static Dictionary<int, (int First, int Second)> ReadCanonical()
    {
        var pairs = new Dictionary<int, (int First, int Second)>();
        ReadOnlySpan<int> data = UnicodeNfdData.Decompositions;
        for (int i = 0, at = 0; i < data.Length; i += 3) pairs.Add(at += data[i], (data[i + 1], data[i + 2]));
        return pairs;
    }

    private static Dictionary<int, byte> ReadClasses()
    {
        var classes = new Dictionary<int, byte>();
        ReadOnlySpan<int> data = UnicodeNfdData.CombiningClasses;
        for (int i = 0, at = 0; i < data.Length; i += 3)
        {
            at += data[i];
            for (int left = data[i + 1]; left > 0; left--) classes.Add(at++, (byte)data[i + 2]);
        }
        return classes;
    }

    /// <summary>Reads the compatibility decompositions: a character or a range of them, and what it becomes.</summary>
    private static Dictionary<int, int[]> ReadCompatible()
    {
        var all = new Dictionary<int, int[]>();
        foreach (string line in RepairResources.ReadLines("compatibility.txt"))
        {
            string[] fields = line.Split(' ');
            string[] range = fields[0].Split("..");
            int[] parts = [.. fields.Skip(1).Select(Hex)];
            for (int character = Hex(range[0]); character <= Hex(range[^1]); character++, parts = [parts[0] + 1]) all.Add(character, parts);
        }
        return all;
    }

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
