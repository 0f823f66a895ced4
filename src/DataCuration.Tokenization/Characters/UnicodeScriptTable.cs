using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;

namespace DataCuration.Tokenization;

/// <summary>Scripts of code points, from the resource <c>UnicodeScripts.txt</c>.</summary>
internal sealed class UnicodeScriptTable
{
    /// <summary>The number of the script of code points that have none.</summary>
    public const int Unknown = 0;

    private static readonly Lazy<UnicodeScriptTable> Read = new(static () => new UnicodeScriptTable());
    private readonly List<int> firsts = [], lasts = [], scripts = [];
    private readonly FrozenDictionary<string, int> numbers;

    private UnicodeScriptTable()
    {
        var found = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["Unknown"] = Unknown };
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("UnicodeScripts.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            string[] fields = line.Split(' ');
            if (!found.TryGetValue(fields[2], out int number)) found.Add(fields[2], number = found.Count);
            firsts.Add(int.Parse(fields[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            lasts.Add(int.Parse(fields[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            scripts.Add(number);
        }
        numbers = found.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    public static UnicodeScriptTable Instance => Read.Value;

    /// <summary>Finds the number of a script by its name.</summary>
    public bool TryFind(string name, out int script) => numbers.TryGetValue(name, out script);

    /// <summary>Returns the number of the script of a code point.</summary>
    public int ScriptOf(int point)
    {
        int place = firsts.BinarySearch(point);
        if (place < 0) place = ~place - 1;
        return place >= 0 && point <= lasts[place] ? scripts[place] : Unknown;
    }
}
