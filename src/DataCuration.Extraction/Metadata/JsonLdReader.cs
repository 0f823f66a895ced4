using System.Text.Json;

namespace DataCuration.Extraction;

/// <summary>
/// Reads the items of JSON-LD scripts (W3C JSON-LD 1.1, schema.org vocabulary), and tolerates common errors. Contexts are not expanded or fetched. Unknown
/// properties are ignored.
/// </summary>
internal sealed class JsonLdReader
{
    /// <summary>The maximum total size of the scripts of a page, in bytes.</summary>
    public const int MaxBytes = 4 << 20;

    private const int MaxItems = 1000;
    private const int MaxValues = 200;
    private const int DeepestNesting = 64;

    private static readonly NameTable Keys = new(
    [
        "", "@type", "@id", "@graph", "name", "headline", "description", "url", "mainEntityOfPage", "mainEntity", "author", "creator", "publisher",
        "datePublished", "dateCreated", "uploadDate", "dateModified",
        "inLanguage", "license", "image", "keywords", "articleBody", "alternateName",
    ]);

    private readonly List<JsonLdItem> items = [];
    private int bytes;

    private enum Key
    {
        None, Type, Id, Graph, Name, Headline, Description, Url, MainEntityOfPage, MainEntity, Author, Creator, Publisher, DatePublished,
        DateCreated, UploadDate, DateModified,
        InLanguage, License, Image, Keywords, ArticleBody, AlternateName,
    }

    /// <summary>The items read so far, in document order.</summary>
    public IReadOnlyList<JsonLdItem> Items => items;

    /// <summary>The number of scripts that could not be read to the end.</summary>
    public int Broken { get; private set; }

    /// <summary>Reads a script.</summary>
    /// <param name="script">The content of the script as written in the page.</param>
    public void Read(ReadOnlySpan<byte> script)
    {
        script = script.TrimSpaces();
        if (script.IsEmpty) return;
        if (script.Length > MaxBytes - bytes)
        {
            Broken++;
            return;
        }
        bytes += script.Length;
        byte[] json = new byte[script.Length];
        int length = Mend(script, json);
        var reader = new Utf8JsonReader(json.AsSpan(0, length), new JsonReaderOptions
        {
            AllowTrailingCommas = true,
            CommentHandling = JsonCommentHandling.Skip,
            MaxDepth = DeepestNesting,
            AllowMultipleValues = true
        });
        try
        {
            while (reader.Read()) ReadItems(ref reader);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter for lone surrogates
        {
            Broken++;
        }
    }

    /// <summary>
    /// Removes what often surrounds or breaks JSON in pages: HTML comments and CDATA brackets, trailing semicolons, control characters in strings, and
    /// backslashes that escape nothing.
    /// </summary>
    private static int Mend(ReadOnlySpan<byte> script, Span<byte> json)
    {
        while (true)
        {
            ReadOnlySpan<byte> before = script;
            foreach (ReadOnlyMemory<byte> opening in Openings)
                if (script.StartsWith(opening.Span)) script = script[opening.Length..].TrimSpacesStart();
            foreach (ReadOnlyMemory<byte> closing in Closings)
                if (script.EndsWith(closing.Span)) script = script[..^closing.Length].TrimSpacesEnd();
            if (script.Length == before.Length) break;
        }
        int length = 0;
        for (int i = 0; i < script.Length; i++)
        {
            byte value = script[i];
            if (value == '\\' && i + 1 < script.Length)
            {
                byte next = script[i + 1];
                if (!"\"\\/bfnrtu"u8.Contains(next)) continue;
                if (next == 'u' && !IsHexadecimal(script[(i + 2)..])) continue;
                json[length++] = value;
                json[length++] = next;
                i++;
                continue;
            }
            json[length++] = value < 0x20 ? (byte)' ' : value;
        }
        return length;
    }

    private static readonly ReadOnlyMemory<byte>[] Openings = ["<!--"u8.ToArray(), "//<![CDATA["u8.ToArray(), "// <![CDATA["u8.ToArray(),
        "/*<![CDATA[*/"u8.ToArray(), "/* <![CDATA[ */"u8.ToArray(), "<![CDATA["u8.ToArray()];

    private static readonly ReadOnlyMemory<byte>[] Closings = ["-->"u8.ToArray(), "//]]>"u8.ToArray(), "// ]]>"u8.ToArray(), "/*]]>*/"u8.ToArray(),
        "/* ]]> */"u8.ToArray(), "]]>"u8.ToArray(), ";"u8.ToArray(), "//"u8.ToArray()];

    private static bool IsHexadecimal(ReadOnlySpan<byte> text)
    {
        if (text.Length < 4) return false;
        foreach (byte value in text[..4])
            if (!char.IsAsciiHexDigit((char)value)) return false;
        return true;
    }

    private void ReadItems(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartObject) ReadItem(ref reader);
        else if (reader.TokenType == JsonTokenType.StartArray)
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) ReadItems(ref reader);
    }

    private void ReadItem(ref Utf8JsonReader reader)
    {
        if (items.Count >= MaxItems)
        {
            reader.Skip();
            return;
        }
        var item = new JsonLdItem();
        items.Add(item);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            Key key = KeyOf(ref reader);
            if (!reader.Read()) return;
            ReadProperty(ref reader, item, key);
        }
    }

    private void ReadProperty(ref Utf8JsonReader reader, JsonLdItem item, Key key)
    {
        switch (key)
        {
            case Key.Type: ReadStrings(ref reader, item.Types, TypeOf); break;
            case Key.Graph or Key.MainEntity: ReadItems(ref reader); break;
            case Key.Id: item.Id = ReadText(ref reader); break;
            case Key.Name: item.Name = ReadText(ref reader); break;
            case Key.Headline: item.Headline = ReadText(ref reader); break;
            case Key.Description: item.Description = ReadText(ref reader); break;
            case Key.Url: item.Url = ReadReference(ref reader)?.Id; break;
            case Key.MainEntityOfPage: item.MainPage = ReadReference(ref reader)?.Id; break;
            case Key.Author: ReadReferences(ref reader, item.Authors); break;
            case Key.Creator:
                if (item.Authors.Count == 0) ReadReferences(ref reader, item.Authors);
                else reader.Skip();
                break;
            case Key.Publisher: item.Publisher = ReadReference(ref reader); break;
            case Key.DatePublished: item.Published = ReadText(ref reader) ?? item.Published; break;
            case Key.DateCreated or Key.UploadDate: item.Published ??= ReadText(ref reader); break;
            case Key.DateModified: item.Modified = ReadText(ref reader); break;
            case Key.InLanguage: ReadLanguage(ref reader, item); break;
            case Key.License: item.Licence = ReadReference(ref reader)?.Id; break;
            case Key.Image: item.Image = ReadReference(ref reader)?.Id; break;
            case Key.Keywords: ReadStrings(ref reader, item.Keywords, static text => text); break;
            case Key.ArticleBody: item.ArticleBody = ReadText(ref reader); break;
            default: reader.Skip(); break;
        }
    }

    private static void ReadLanguage(ref Utf8JsonReader reader, JsonLdItem item)
    {
        if (reader.TokenType == JsonTokenType.StartArray) reader.Skip(); // an array says nothing about the page itself
        else item.Language = reader.TokenType == JsonTokenType.String ? reader.GetString() : ReadReference(ref reader)?.Name;
    }

    private static string? ReadText(ref Utf8JsonReader reader)
    {
        string? first = null;
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            int depth = reader.CurrentDepth;
            while (reader.Read() && reader.CurrentDepth > depth)
            {
                if (reader.TokenType == JsonTokenType.String) first ??= reader.GetString();
                else reader.Skip();
            }
            return first;
        }
        if (reader.TokenType == JsonTokenType.String) return reader.GetString();
        reader.Skip();
        return null;
    }

    private static void ReadStrings(ref Utf8JsonReader reader, List<string> values, Func<string, string> change)
    {
        if (reader.TokenType == JsonTokenType.String) Add(reader.GetString());
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType == JsonTokenType.String) Add(reader.GetString());
                else reader.Skip();
            }
        }
        else reader.Skip();

        void Add(string? value)
        {
            if (value is not null && values.Count < MaxValues) values.Add(change(value));
        }
    }

    private static void ReadReferences(ref Utf8JsonReader reader, List<JsonLdReference> references)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            Add(ReadReference(ref reader));
            return;
        }
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) Add(ReadReference(ref reader));

        void Add(JsonLdReference? reference)
        {
            if (reference is not null && references.Count < MaxValues) references.Add(reference);
        }
    }

    /// <summary>Reads a text (a name or an address), or an object with a name and an address or id. Of several, the first is used.</summary>
    private static JsonLdReference? ReadReference(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                string? text = reader.GetString();
                return text is null ? null : new(text, text);
            case JsonTokenType.StartArray:
                JsonLdReference? first = null;
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (first is null) first = ReadReference(ref reader);
                    else reader.Skip();
                }
                return first;
            case JsonTokenType.StartObject:
                string? name = null, id = null, url = null;
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    Key key = KeyOf(ref reader);
                    if (!reader.Read()) break;
                    if (key == Key.Name) name = ReadText(ref reader);
                    else if (key == Key.AlternateName) name ??= ReadText(ref reader);
                    else if (key == Key.Id) id = ReadText(ref reader);
                    else if (key == Key.Url) url = ReadText(ref reader);
                    else reader.Skip();
                }
                return (name ?? id ?? url) is null ? null : new(name, name is null ? id ?? url : url ?? id);
            default:
                return null;
        }
    }

    private static string TypeOf(string type)
    {
        int slash = type.LastIndexOfAny(['/', ':', '#']);
        return slash < 0 ? type : type[(slash + 1)..];
    }

    private static Key KeyOf(ref Utf8JsonReader reader) => reader.ValueIsEscaped ? Key.None : (Key)Keys.Find(reader.ValueSpan);
}
