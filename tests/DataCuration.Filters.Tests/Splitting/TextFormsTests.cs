using System.Text;
using System.Text.Json;
using DataCuration.PeerVectors;

namespace DataCuration.Filters.Tests.Splitting;

public sealed class TextFormsTests
{
    private delegate int Form(ReadOnlySpan<byte> text, Span<byte> target);

    [Fact]
    public void CcNetAndNewsCopy_GoldenValues_Equal()
    {
        using VectorFolder folder = Open();
        int count = 0;
        foreach (JsonElement one in folder.Open("text_dedup").GetProperty("normalize").EnumerateArray())
        {
            string text = one[0].GetString()!;
            Assert.Equal(one[1].GetString(), Apply(TextForms.CcNet, text));
            Assert.Equal(one[2].GetString(), Apply(TextForms.NewsCopy, text));
            count++;
        }
        Assert.True(count > 100, $"Only {count} texts were compared.");
    }

    [Fact]
    public void RedPajama_GoldenValues_Equal()
    {
        using VectorFolder folder = Open();
        int count = 0;
        foreach (JsonProperty one in folder.Open("redpajama_signals").GetProperty("normalized").EnumerateObject())
        {
            if (one.Value.ValueKind == JsonValueKind.Null) continue;
            string text = folder.Documents[one.Name];
            string? expected = one.Value.ValueKind == JsonValueKind.True ? text : one.Value.GetString();
            Assert.Equal(expected, Apply(TextForms.RedPajama, text));
            count++;
        }
        Assert.True(count > 100, $"Only {count} texts were compared.");
    }

    [Theory]
    [InlineData("a\u0315\u0300\u05AE\u0062", "a\u05AE\u0300\u0315b")] // the order of combining classes: 228, 230, 232
    [InlineData("\u1E9B\u0323", "\u017F\u0323\u0307")]
    [InlineData("\uAC01\u0300", "\u1100\u1161\u11A8\u0300")]
    [InlineData("\u0344", "\u0308\u0301")]
    [InlineData("A,B.C\t\n d", "abc d")]
    public void RedPajama_Text_IsDecomposedInOrder(string text, string expected) => Assert.Equal(expected, Apply(TextForms.RedPajama, text));

    [Fact]
    public void RedPajama_LongRunOfMarks_IsSortedOnce()
    {
        // 200,000 marks in falling order of their classes would take an insertion sort minutes.
        string text = "a" + string.Concat(Enumerable.Repeat("\u0301", 100_000)) + string.Concat(Enumerable.Repeat("\u0323", 100_000));
        string form = Apply(TextForms.RedPajama, text);
        Assert.Equal(text.Length, form.Length);
        Assert.Equal(100_001, form.IndexOf('\u0301', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\U0001D400")]
    [InlineData("\uFB2C\u1F82\u0390\u0130")]
    public void Forms_AnyText_FitTheirTarget(string text)
    {
        foreach (Form form in (Form[])[TextForms.CcNet, TextForms.NewsCopy, TextForms.RedPajama])
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, 100)));
            byte[] target = new byte[TextForms.MaxLength(utf8.Length)];
            Assert.InRange(form(utf8, target), 0, target.Length);
            Assert.Throws<ArgumentOutOfRangeException>(() => form(utf8, new byte[TextForms.MaxLength(utf8.Length) - 1]));
        }
    }

    private static string Apply(Form form, string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        byte[] target = new byte[TextForms.MaxLength(utf8.Length)];
        return Encoding.UTF8.GetString(target, 0, form(utf8, target));
    }

    private static VectorFolder Open()
    {
        string? path = VectorFolder.Find("peers");
        Assert.SkipWhen(path is null, "There is no folder 'shared/vectors/peers' beside the repository.");
        return new(path!);
    }
}
