using System.Globalization;
using System.Reflection;

namespace DataCuration.Filters;

/// <summary>
/// Decompositions, compositions and combining classes of the Unicode Character Database 14.0.0, from the resource <c>UnicodeForms.txt</c>. Hangul syllables
/// are computed.
/// </summary>
internal sealed class UnicodeForms
{
    private const int HangulBase = 0xAC00, HangulCount = 11172, LeadBase = 0x1100, Leads = 19, VowelBase = 0x1161, Vowels = 21, TailBase = 0x11A7, Tails = 28;
    private const int LastCodePoint = 0x10FFFF;
    private const byte NotComposed = 1, NotCompatiblyComposed = 2, NotDecomposed = 4, NotCompatiblyDecomposed = 8;

    private static readonly Lazy<UnicodeForms> Read = new(static () => new UnicodeForms());
    private readonly ushort[] blocks = new ushort[(LastCodePoint + 1) >> 8];
    private readonly byte[] flags;
    private readonly byte[] classes;
    private readonly Dictionary<int, int[]> canonical = [];
    private readonly Dictionary<int, int[]> compatible = [];
    private readonly Dictionary<(int, int), int> joined = [];

    private UnicodeForms()
    {
        byte[] allFlags = new byte[LastCodePoint + 1], allClasses = new byte[LastCodePoint + 1];
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("UnicodeForms.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            string[] fields = line.Split(' ');
            int[] numbers = [.. fields.Skip(1).Select(static field => int.Parse(field, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))];
            switch (fields[0])
            {
                case "c": allClasses.AsSpan(numbers[0]..(numbers[1] + 1)).Fill((byte)numbers[2]); break;
                case "d": canonical.Add(numbers[0], numbers[1..]); break;
                case "k": compatible.Add(numbers[0], numbers[1..]); break;
                default: joined.Add((numbers[1], numbers[2]), numbers[0]); break;
            }
        }
        foreach (int point in canonical.Keys) allFlags[point] |= NotDecomposed | NotCompatiblyDecomposed;
        foreach (int point in compatible.Keys) allFlags[point] |= NotCompatiblyDecomposed | NotCompatiblyComposed;
        allFlags.AsSpan(HangulBase, HangulCount).Fill(NotDecomposed | NotCompatiblyDecomposed);
        // A character that is no composition of anything never stays in a composed form; one that may join the one before it needs a closer look.
        var made = new HashSet<int>(joined.Values);
        foreach (int point in canonical.Keys)
            if (!made.Contains(point)) allFlags[point] |= NotComposed | NotCompatiblyComposed;
        foreach ((int _, int second) in joined.Keys) allFlags[second] |= NotComposed | NotCompatiblyComposed;
        allFlags.AsSpan(VowelBase, Vowels).Fill(NotComposed | NotCompatiblyComposed);
        allFlags.AsSpan(TailBase + 1, Tails - 1).Fill(NotComposed | NotCompatiblyComposed);
        (flags, classes) = Share(allFlags, allClasses);
    }

    public static UnicodeForms Instance => Read.Value;

    /// <summary>The flag of characters that may not stay in a form.</summary>
    public static byte NoFlag(bool composes, bool isCompatible) => (composes, isCompatible) switch
    {
        (true, false) => NotComposed,
        (true, true) => NotCompatiblyComposed,
        (false, false) => NotDecomposed,
        _ => NotCompatiblyDecomposed,
    };

    /// <summary>Returns the flags of a character and its combining class.</summary>
    public (byte Flags, byte Class) Check(int point)
    {
        int place = (blocks[point >> 8] << 8) | (point & 0xFF);
        return (flags[place], classes[place]);
    }

    public byte ClassOf(int point) => classes[(blocks[point >> 8] << 8) | (point & 0xFF)];

    /// <summary>Adds the full decomposition of a character.</summary>
    public void Decompose(int point, bool isCompatible, List<int> points)
    {
        int hangul = point - HangulBase;
        if (hangul is >= 0 and < HangulCount)
        {
            points.Add(LeadBase + hangul / (Vowels * Tails));
            points.Add(VowelBase + hangul % (Vowels * Tails) / Tails);
            if (hangul % Tails != 0) points.Add(TailBase + hangul % Tails);
        }
        else if (point >= 0xA0 && ((isCompatible && compatible.TryGetValue(point, out int[]? parts)) || canonical.TryGetValue(point, out parts)))
            points.AddRange(parts);
        else points.Add(point);
    }

    /// <summary>Returns the character that two others make; 0 if they make none.</summary>
    public int Join(int first, int second)
    {
        if (first is >= LeadBase and < LeadBase + Leads && second is >= VowelBase and < VowelBase + Vowels)
            return HangulBase + ((first - LeadBase) * Vowels + second - VowelBase) * Tails;
        int hangul = first - HangulBase;
        if (hangul is >= 0 and < HangulCount && hangul % Tails == 0 && second is > TailBase and < TailBase + Tails) return first + second - TailBase;
        return joined.GetValueOrDefault((first, second));
    }

    /// <summary>Stores equal blocks of 256 code points once.</summary>
    private (byte[] Flags, byte[] Classes) Share(byte[] allFlags, byte[] allClasses)
    {
        var known = new Dictionary<string, ushort>(StringComparer.Ordinal);
        var sharedFlags = new List<byte>();
        var sharedClasses = new List<byte>();
        for (int block = 0; block < blocks.Length; block++)
        {
            ReadOnlySpan<byte> ownFlags = allFlags.AsSpan(block << 8, 256), ownClasses = allClasses.AsSpan(block << 8, 256);
            string key = Convert.ToHexString(ownFlags) + Convert.ToHexString(ownClasses);
            if (!known.TryGetValue(key, out ushort number))
            {
                known.Add(key, number = (ushort)(sharedFlags.Count >> 8));
                sharedFlags.AddRange(ownFlags);
                sharedClasses.AddRange(ownClasses);
            }
            blocks[block] = number;
        }
        return ([.. sharedFlags], [.. sharedClasses]);
    }
}
