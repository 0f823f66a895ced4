using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace DataCuration.Onnx;

/// <summary>
/// Strips accents: canonical decomposition without nonspacing marks. <see cref="string.Normalize()"/> is not used, since it does nothing in programs with
/// invariant globalization and depends on the system's ICU in others. Tokens must not depend on the machine.
/// </summary>
internal static class Decompositions
{
    private const int HangulBase = 0xAC00, HangulCount = 11172, Vowels = 21, Tails = 28;
    private static readonly Lazy<FrozenDictionary<int, Rune[]>> Table = new(ReadTable);

    /// <summary>Strips the accents of a character.</summary>
    /// <param name="rune">The character.</param>
    /// <param name="parts">Receives the resulting characters; at least three long.</param>
    /// <returns>The number of resulting characters; 0 for a nonspacing mark.</returns>
    public static int Strip(Rune rune, Span<Rune> parts)
    {
        parts[0] = rune;
        if (rune.Value < 0x80) return 1;
        if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark) return 0;
        int hangul = rune.Value - HangulBase;
        if (hangul is >= 0 and < HangulCount)
        {
            // The Unicode Standard, section 3.12.
            parts[0] = new(0x1100 + hangul / (Vowels * Tails));
            parts[1] = new(0x1161 + hangul % (Vowels * Tails) / Tails);
            if (hangul % Tails == 0) return 2;
            parts[2] = new(0x11A7 + hangul % Tails);
            return 3;
        }
        if (!Table.Value.TryGetValue(rune.Value, out Rune[]? found)) return 1;
        found.CopyTo(parts);
        return found.Length;
    }

    private static FrozenDictionary<int, Rune[]> ReadTable()
    {
        var table = new Dictionary<int, Rune[]>();
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Decompositions.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            int[] points = [.. line.Split(' ').Select(point => int.Parse(point, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))];
            table.Add(points[0], [.. points.Skip(1).Select(point => new Rune(point))]);
        }
        return table.ToFrozenDictionary();
    }
}
