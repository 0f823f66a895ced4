using System.Text;
using CsCheck;

namespace DataCuration.Tests.Documents;

public sealed class DocumentTests
{
    private static readonly AnnotationKey<double> Score = new("score");

    [Fact]
    public void Id_NoneGiven_IsTheTextsHashWhereverTheRecordStands()
    {
        byte[] text = Encoding.UTF8.GetBytes("Grüße");
        var memory = new Document(null, "Grüße");
        var record = new Document(default, text, new DocumentOrigin { Source = "a.jsonl", Offset = 17, Record = 3 });
        Assert.Equal(memory.Id, record.Id);
        Assert.Equal(memory.IdHash, record.IdHash);
        Assert.Equal(32, memory.Id.Length);
        Assert.False(memory.HasOwnId);
        Assert.NotEqual(memory.Id, new Document(null, "Gruesse").Id);
    }

    [Fact]
    public void Id_TextEdited_StaysWhatItWas()
    {
        var document = new Document(null, "before");
        Document edited = document.WithText("after");
        Assert.Equal(document.Id, edited.Id);
        Assert.Equal(document.IdHash, edited.IdHash);
        // The edited document owns its id: it can no longer be computed from the text.
        Assert.True(edited.HasOwnId);
        Assert.False(document.HasOwnId);
        Assert.Equal(document.Id, edited.WithText("again").Id);
    }

    [Fact]
    public void IdHash_IdAsTextOrUtf8_IsTheSame() =>
        Gen.String[1, 300].Where(id => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(id)) == id).Sample(id =>
            new Document(id, "t").IdHash == new Document(Encoding.UTF8.GetBytes(id), "t"u8.ToArray(), DocumentOrigin.None).IdHash);

    [Fact]
    public void Edit_AnyChanges_IsWhatADictionaryWouldHold()
    {
        Gen<(string Name, long Value)[]> changes = Gen.Select(Gen.Char['a', 'f'].Select(c => c.ToString()), Gen.Long).Array[0, 12];
        Gen.Select(changes, changes).Sample((first, second) =>
        {
            var expected = new SortedDictionary<string, long>(StringComparer.Ordinal);
            Document document = Apply(new Document("a", "t"), first, expected);
            document = Apply(document, second, expected);
            Assert.Equal(expected, document.ListFields().ToDictionary(field => field.Key, field => field.Value.AsInteger()));
            Assert.Equal(expected.Keys, document.ListFields().Select(field => field.Key));
        }, iter: 200);

        static Document Apply(Document document, (string Name, long Value)[] changes, SortedDictionary<string, long> expected)
        {
            DocumentEditor editor = document.Edit();
            foreach ((string name, long value) in changes)
            {
                editor.Set(new AnnotationKey<long>(name), value);
                expected[name] = value;
            }
            return editor.Build();
        }
    }

    [Fact]
    public void Edit_Everything_LeavesTheOriginalAlone()
    {
        var origin = new DocumentOrigin { Source = "a.jsonl", Offset = 17, Record = 3 };
        var document = new Document("id"u8.ToArray(), "text"u8.ToArray(), origin, "{}"u8.ToArray(), new FixedFields());
        Document edited = document.Edit().SetId("new").SetText("new text").Set(Score, 0.5).Set("score2", AnnotationValue.FromBoolean(true)).Build();
        Assert.Equal(("new", "new text", 0.5, origin), (edited.Id, edited.Text, edited.Get(Score), edited.Origin));
        Assert.Equal("new text", Encoding.UTF8.GetString(edited.Utf8Text.Span));
        Assert.Equal(("id", "text"), (document.Id, document.Text));
        Assert.False(document.TryGet(Score, out _));
        Assert.True(document.IsUnmodified);
        Assert.False(edited.IsUnmodified);
        Assert.Same(document, document.Edit().Build());
    }

    [Fact]
    public void ListFields_RecordWithFields_KeepsTheirOrderAndNewValues()
    {
        var document = new Document("id"u8.ToArray(), "text"u8.ToArray(), DocumentOrigin.None, "{}"u8.ToArray(), new FixedFields());
        Document edited = document.WithText("other").With(new AnnotationKey<int>("a"), 1).With(new AnnotationKey<string>("url"), "https://b");
        Assert.Equal(["url=https://b", "n=7", "a=1"], edited.ListFields().Select(field => $"{field.Key}={field.Value}"));
        Assert.Equal("https://a", document.Url);
        Assert.Equal("https://b", edited.Url);
        Assert.Equal(7, edited.Get(new AnnotationKey<int>("n")));
    }

    [Fact]
    public void Get_MissingOrOtherType_NamesDocumentKeyAndValue()
    {
        var document = new Document("doc-1", "t");
        KeyNotFoundException missing = Assert.Throws<KeyNotFoundException>(() => document.Get(Score));
        Assert.Contains("'doc-1'", missing.Message, StringComparison.Ordinal);
        Assert.Contains("'score'", missing.Message, StringComparison.Ordinal);
        KeyNotFoundException other = Assert.Throws<KeyNotFoundException>(() => document.With(new AnnotationKey<string>("score"), "high").Get(Score));
        Assert.Contains("String 'high', not Double", other.Message, StringComparison.Ordinal);
        Assert.False(document.With(new AnnotationKey<string>("score"), "high").TryGet(Score, out double value));
        Assert.Equal(0, value);
    }

    [Fact]
    public void WithText_Utf8_IsWhatTheStringGives() => Gen.String.Select(text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))).Sample(text =>
    {
        var document = new Document(null, "before");
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        foreach (Document edited in new[] { document.WithText(utf8), document.Edit().SetText("unused").SetText(utf8).Build() })
        {
            Document expected = document.WithText(text);
            Assert.Equal((expected.Id, expected.Text, expected.HasOwnId, expected.IsUnmodified),
                (edited.Id, edited.Text, edited.HasOwnId, edited.IsUnmodified));
            Assert.Equal(utf8, edited.Utf8Text.ToArray());
        }
        Assert.Equal(text, document.Edit().SetText("unused"u8.ToArray()).SetText(text).Build().Text);
    });

    [Fact]
    public void WithText_Utf8_IsNotCopied()
    {
        byte[] utf8 = "new"u8.ToArray();
        Assert.True(new Document("a", "old").WithText(utf8).Utf8Text.Equals(utf8));
    }

    [Theory]
    [InlineData(new byte[] { 0x61, 0xFF, 0x62 }, "byte 1")]
    [InlineData(new byte[] { 0x61, 0x62, 0xC3 }, "byte 2")]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, "byte 0")]
    public void WithText_InvalidUtf8_NamesTheOffset(byte[] utf8, string place)
    {
        var document = new Document("a", "t");
        Assert.Contains(place, Assert.Throws<ArgumentException>(() => document.WithText(utf8)).Message, StringComparison.Ordinal);
        Assert.Contains(place, Assert.Throws<ArgumentException>(() => document.Edit().SetText(utf8)).Message, StringComparison.Ordinal);
    }

    private sealed class FixedFields : IRecordFields
    {
        private static readonly KeyValuePair<string, AnnotationValue>[] Fields =
            [new("url", AnnotationValue.FromString("https://a")), new("n", AnnotationValue.FromInteger(7))];

        public bool TryGet(ReadOnlyMemory<byte> record, string name, out AnnotationValue value)
        {
            value = Fields.FirstOrDefault(field => field.Key == name).Value;
            return value.Kind != AnnotationKind.Null;
        }

        public IEnumerable<KeyValuePair<string, AnnotationValue>> List(ReadOnlyMemory<byte> record) => Fields;
    }
}
