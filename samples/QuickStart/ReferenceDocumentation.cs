using System.Reflection;
using System.Text;
using System.Xml.Linq;
using DataCuration;

namespace QuickStart;

/// <summary>
/// The .NET API documentation that every SDK ships as XML beside its reference assemblies: one document per type, with all its members.
/// These are a few thousand real texts, written by people, that exist on every machine that can build this sample.
/// </summary>
internal static class ReferenceDocumentation
{
    /// <summary>The library area that a type belongs to: its assembly's name.</summary>
    public static readonly AnnotationKey<string> Area = new("source");

    /// <summary>Reads the documents.</summary>
    /// <exception cref="FileNotFoundException">This SDK contains no such documentation; the message says what to do.</exception>
    public static IReadOnlyList<Document> Read(CancellationToken cancellationToken)
    {
        string? pack = typeof(ReferenceDocumentation).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(data => data.Key == "ReferencePack")?.Value;
        string folder = string.IsNullOrEmpty(pack) ? "" : Path.Combine(pack, "ref");
        string[] files = Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*.xml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)] : [];
        if (files.Length == 0)
        {
            throw new FileNotFoundException(
                $"This SDK ships no API documentation (*.xml) beside its reference assemblies ('{folder}'), which is the sample's default text. " +
                "Run it on your own files instead: --pool 'pool/*.jsonl' --target 'target/*.jsonl' --eval 'eval/*.jsonl'.");
        }
        var types = new SortedDictionary<string, (string Area, StringBuilder Text)>(StringComparer.Ordinal);
        foreach (string file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string area = Path.GetFileNameWithoutExtension(file);
            foreach (XElement member in XDocument.Load(file, LoadOptions.PreserveWhitespace).Descendants("member"))
            {
                if ((string?)member.Attribute("name") is not { Length: > 2 } name) continue;
                string type = TypeOf(name);
                if (!types.TryGetValue(type, out (string Area, StringBuilder Text) entry)) types.Add(type, entry = (area, new StringBuilder()));
                Append(entry.Text, name, member);
            }
        }
        return [.. types.Select(type => new Document(type.Key, type.Value.Text.ToString().Trim()).With(Area, type.Value.Area))];
    }

    /// <summary>Returns the type in a documentation id such as <c>M:System.Text.Rune.TryCreate(System.Char,System.Text.Rune@)</c>.</summary>
    private static string TypeOf(string id)
    {
        string name = id[2..];
        if (id[0] == 'T') return name;
        int parenthesis = name.IndexOf('(', StringComparison.Ordinal);
        if (parenthesis >= 0) name = name[..parenthesis];
        int dot = name.LastIndexOf('.');
        return dot < 0 ? name : name[..dot].TrimEnd('.');
    }

    private static void Append(StringBuilder text, string id, XElement member)
    {
        text.Append(id[0] == 'T' ? id[2..] : "\n" + Shorten(id)).Append('\n');
        foreach (XElement part in member.Elements())
        {
            string content = Collapse(part);
            if (content.Length == 0) continue;
            string? subject = (string?)part.Attribute("name") ?? Shorten((string?)part.Attribute("cref"));
            text.Append(subject is null ? "" : subject + ": ").Append(content).Append('\n');
        }
    }

    /// <summary>Returns a documentation id as people write it: <c>M:System.Text.Rune.IsDigit(System.Text.Rune)</c> becomes <c>Rune.IsDigit</c>.</summary>
    private static string? Shorten(string? id)
    {
        if (id is null || id.Length < 3 || id[1] != ':') return id;
        string[] names = id[2..].Split('(', 2)[0].Replace(".#ctor", "", StringComparison.Ordinal).Split('.');
        bool isType = id[0] == 'T' || id.Contains("#ctor", StringComparison.Ordinal);
        return string.Join('.', names[^Math.Min(names.Length, isType ? 1 : 2)..]);
    }

    private static string Collapse(XElement element)
    {
        var text = new StringBuilder();
        foreach (XNode node in element.DescendantNodes())
        {
            if (node is XText words) text.Append(words.Value);
            else if (node is XElement { HasElements: false, IsEmpty: true } reference)
                text.Append((string?)reference.Attribute("langword") ?? (string?)reference.Attribute("name")
                    ?? Shorten((string?)reference.Attribute("cref")) ?? " ");
        }
        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
