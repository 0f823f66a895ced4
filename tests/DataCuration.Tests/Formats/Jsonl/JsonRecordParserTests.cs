using System.Text;
using System.Text.Json;
using CsCheck;

namespace DataCuration.Tests.Formats.Jsonl;

/// <summary>Compares the parser with <see cref="Utf8JsonReader"/>. They differ only in NaN and infinities.</summary>
public sealed class JsonRecordParserTests
{
    private static readonly JsonRecordParser Parser = new("text", "id");

    [Fact]
    public void TryParse_RandomJson_AgreesWithTheReferenceReader()
    {
        int valid = 0;
        RandomObject.Sample(json => { if (AgreeOn(json)) Interlocked.Increment(ref valid); }, iter: 5000);
        Assert.Equal(5000, valid);
    }

    [Fact]
    public void TryParse_DamagedJson_AgreesWithTheReferenceReader()
    {
        int invalid = 0;
        Gen.Select(RandomObject, Gen.Int[0, 10_000], Gen.OneOf<char>([.. "{}[]\",:\\0123456789.eE+-tfnul \t\n\0\u007fé"]), Gen.Int[0, 2]).Sample(
            (json, at, character, kind) =>
            {
                at %= json.Length;
                string damaged = kind switch
                {
                    0 => json[..at] + character + json[at..],
                    1 => json[..at] + character + json[(at + 1)..],
                    _ => json.Remove(at, 1),
                };
                if (!AgreeOn(damaged)) Interlocked.Increment(ref invalid);
            },
            iter: 20_000);
        Assert.True(invalid > 1000, $"only {invalid} were invalid");
    }

    [Theory]
    [InlineData("""{"text":"a","n":NaN}""")]
    [InlineData("""{"text":"a","n":[Infinity,-Infinity, NaN ]}""")]
    public void TryParse_PythonsNumbers_AreAccepted(string json) =>
        Assert.True(Parser.TryParse(Encoding.UTF8.GetBytes(json), out _, out _, out _));

    [Theory]
    [InlineData("nan")]
    [InlineData("Inf")]
    [InlineData("-NaN")]
    [InlineData("+1")]
    [InlineData("-")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1e")]
    [InlineData("0x1")]
    [InlineData("True")]
    [InlineData("'a'")]
    public void TryParse_OtherSpellings_AreInvalid(string value)
    {
        Assert.False(Parser.TryParse(Encoding.UTF8.GetBytes($"{{\"text\":\"a\",\"n\":{value}}}"), out _, out string? reason, out _));
        Assert.Equal(RecordFaultReasons.InvalidJson, reason);
    }

    [Theory]
    [InlineData(127, true)]
    [InlineData(128, false)]
    public void TryParse_Nesting_IsLimited(int arrays, bool isValid)
    {
        string json = "{\"text\":\"a\",\"n\":" + new string('[', arrays) + new string(']', arrays) + "}";
        Assert.Equal(isValid, Parser.TryParse(Encoding.UTF8.GetBytes(json), out _, out _, out _));
        json = "{\"text\":\"a\",\"n\":" + string.Concat(Enumerable.Repeat("{\"a\":", arrays)) + "1" + new string('}', arrays) + "}";
        Assert.Equal(isValid, Parser.TryParse(Encoding.UTF8.GetBytes(json), out _, out _, out _));
    }

    [Fact]
    public void TryParse_Cut_IsInvalidEverywhere()
    {
        byte[] json = Encoding.UTF8.GetBytes("""{"text":"a\u00e9\n","id":-1.5e+3,"l":[true,false,null,{"k":[]}]}""");
        Assert.True(Parser.TryParse(json, out _, out _, out _));
        for (int length = 0; length < json.Length; length++)
            Assert.False(Parser.TryParse(json.AsSpan(0, length), out _, out _, out _), $"cut at {length}");
    }

    [Fact]
    public void Unescape_AnyString_GivesWhatWasEscaped() =>
        Gen.Select(Gen.OneOf<char>(Gen.Char, Gen.Char['\0', '\u007f'], Gen.Char['\ud800', '\udfff']).Array[0, 40], Gen.Int[0, 3])
            .Sample((characters, modulus) =>
        {
            string text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(new string(characters)));
            byte[] escaped = Encoding.UTF8.GetBytes(Escape(text, modulus));
            var scanner = new JsonScanner(escaped);
            Assert.True(scanner.ReadValue(out JsonToken token));
            Assert.Equal(text, JsonStrings.Decode(escaped, token));
        });

    private static bool AgreeOn(string json)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(json);
        bool expected = IsValid(utf8, out string? text);
        bool actual = Parser.TryParse(utf8, out JsonRecord record, out string? reason, out _);
        bool isJson = reason is not (RecordFaultReasons.InvalidJson or RecordFaultReasons.InvalidUtf8);
        Assert.True(expected == isJson, $"reference {expected}, parser {isJson} ({reason}): {json}");
        if (actual) Assert.Equal(text, JsonStrings.Decode(utf8, record.Text));
        return isJson;
    }

    private static bool IsValid(byte[] utf8, out string? text)
    {
        text = null;
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 128 });
            while (reader.Read())
            {
                if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName || !NameIsText(ref reader)) continue;
                reader.Read();
                text = null;
                if (reader.TokenType == JsonTokenType.String)
                {
                    try { text = reader.GetString(); }
                    catch (InvalidOperationException) { text = reader.HasValueSequence ? null : JsonStringsOf(reader.ValueSpan); }
                }
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool NameIsText(ref Utf8JsonReader reader)
    {
        try { return reader.ValueTextEquals("text"); }
        catch (InvalidOperationException) { return false; } // half a surrogate pair in a name
    }

    private static string JsonStringsOf(ReadOnlySpan<byte> escaped)
    {
        byte[] scratch = new byte[escaped.Length];
        return Encoding.UTF8.GetString(scratch, 0, JsonStrings.Unescape(escaped, scratch, out _));
    }

    private static string Escape(string text, int modulus)
    {
        var builder = new StringBuilder("\"");
        for (int i = 0; i < text.Length; i++)
        {
            char character = text[i];
            bool half = char.IsSurrogate(character);
            if (half || character is '"' or '\\' or < ' ' || (modulus > 0 && i % modulus == 0)) builder.Append($"\\u{(int)character:x4}");
            else builder.Append(character);
        }
        return builder.Append('"').ToString();
    }

    private static readonly Gen<string> RandomString =
        Gen.Select(Gen.OneOf<char>(Gen.Char['a', 'z'], Gen.Char['\0', '\u00ff'], Gen.Char).Array[0, 12], Gen.Int[0, 3])
        .Select((characters, modulus) => Escape(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(new string(characters))), modulus));

    private static readonly Gen<string> RandomNumber = Gen.OneOf<string>(
        Gen.Long.Select(value => value.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        Gen.Double.Where(double.IsFinite).Select(value => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)),
        Gen.OneOf<string>("0", "-0", "1E5", "0.0e-0", "123456789012345678901234567890"));

    private static readonly Gen<string> RandomSpace = Gen.OneOf<string>("", "", "", " ", "\t", "\n ");

    private static readonly Gen<string> RandomValue = Nested(3);

    private static readonly Gen<string> RandomObject = ObjectOf(RandomValue);

    private static Gen<string> Nested(int depth)
    {
        Gen<string> scalar = Gen.OneOf<string>(RandomString, RandomNumber, Gen.OneOf<string>("true", "false", "null"));
        if (depth == 0) return scalar;
        Gen<string> inner = Nested(depth - 1);
        return Gen.OneOf<string>(scalar, scalar, ObjectOf(inner),
            Gen.Select(inner.Array[0, 4], RandomSpace).Select((values, space) => $"[{space}{string.Join(space + "," + space, values)}{space}]"));
    }

    private static Gen<string> ObjectOf(Gen<string> value) =>
        Gen.Select(Gen.Select(Gen.OneOf<string>(RandomString, Gen.OneOf<string>("\"text\"", "\"id\"", "\"te\\u0078t\"")), value, RandomSpace).Array[0, 5],
            RandomSpace).Select((members, space) =>
            $"{{{space}{string.Join(",", members.Select(member => $"{member.Item3}{member.Item1}{member.Item3}:{space}{member.Item2}{member.Item3}"))}"
                + $"{space}}}");
}
