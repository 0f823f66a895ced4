using System.Globalization;
using System.Reflection;

namespace DataCuration.Tokenization;

/// <summary>
/// The versions of Unicode that assigned code points, from the resource <c>UnicodeAges.txt</c>. The tokenizers library has tables of Unicode 8 for punctuation
/// and control characters, and of Unicode 9 for marks; its tokens depend on them.
/// </summary>
internal static class UnicodeAges
{
    private static readonly Lazy<(List<int> Firsts, List<(int Last, int Version)> Ranges)> Table = new(Read);

    /// <summary>Returns true if a code point was assigned by a version from 8 on.</summary>
    public static bool IsAssignedIn(int version, int point)
    {
        (List<int> firsts, List<(int Last, int Version)> ranges) = Table.Value;
        int place = firsts.BinarySearch(point);
        if (place < 0) place = ~place - 1;
        return place < 0 || point > ranges[place].Last || ranges[place].Version <= version;
    }

    private static (List<int> Firsts, List<(int Last, int Version)> Ranges) Read()
    {
        List<int> firsts = [];
        List<(int Last, int Version)> ranges = [];
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("UnicodeAges.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            string[] fields = line.Split(' ');
            firsts.Add(int.Parse(fields[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            int last = int.Parse(fields[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            ranges.Add((last, int.Parse(fields[2], CultureInfo.InvariantCulture)));
        }
        return (firsts, ranges);
    }
}
