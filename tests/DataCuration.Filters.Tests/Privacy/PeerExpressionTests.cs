using System.Text;
using System.Text.RegularExpressions;
using DataCuration.TestKit;

namespace DataCuration.Filters.Tests.Privacy;

/// <summary>The hand-written scanners of datatrove's and Dolma's rules against their regular expressions, on random text.</summary>
public sealed class PeerExpressionTests
{
    private const string Octet = "(?:25[0-5]|2[0-4][0-9]|[01]?[0-9][0-9]?)";
    private const string Atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private const string Label = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";

    [Fact]
    public void ReplaceEmails_RandomText_EqualsTheExpression()
    {
        var expression = new Regex(@$"\b{Atom}(?:\.{Atom})*@(?:(?:{Label}\.)+{Label}|\[(?:{Octet}\.){{3}}(?:{Octet}|[A-Za-z0-9-]*[A-Za-z0-9]:)])",
            RegexOptions.CultureInvariant);
        Compare(1, ["a", "B", "1", "@", "@a.b", ".", "-", "!", "@[1.2.3.", "255]", "7:]", "]", " ", "é", "_"], 4_000, text => expression.Replace(text, "<>"),
            text => new DatatrovePii().ReplaceEmails(text, ["<>"]));
    }

    [Fact]
    public void ReplaceAddresses_RandomText_EqualsTheExpression()
    {
        var expression = new Regex($@"(?:{Octet}\.){{3}}{Octet}", RegexOptions.CultureInvariant);
        Compare(2, ["1", "2", "5", "9", "0", ".", ".", "256", "x", " "], 4_000,
            text => expression.Replace(text, match => match.Value.Split('.').Any(part => part.Length > 1 && part[0] == '0') ? match.Value : "<>"),
            text => new DatatrovePii().ReplaceAddresses(text, ["<>"], publicOnly: false));
    }

    [Fact]
    public void Find_RandomText_EqualsDolmasExpressions()
    {
        var random = new SeededRandom(3);
        (string Type, Regex Expression)[] rules =
        [
            (DolmaPii.Email, new(@"[.\s@,?!;:)(]*([^\s@]+@[^\s@,?!;:)(]+?)[.\s@,?!;:)(]?[\s\n\r]", RegexOptions.CultureInvariant)),
            (DolmaPii.Phone, new(@"\s+\(?([0-9]{3})\)?[-\. ]*([0-9]{3})[-. ]?([0-9]{4})", RegexOptions.CultureInvariant)),
            (DolmaPii.Ip, new($@"(?:{Octet}\.){{3}}{Octet}", RegexOptions.CultureInvariant)),
        ];
        string[][] pieces = [["a", "@", ".", ",", "(", " ", "\n", "b."], ["555", "0101", "12", "(", ")", "-", ".", " ", "\n"], ["1", "2", "5", ".", "256",
            "x"]];
        int found = 0;
        for (int i = 0; i < 9_000; i++)
        {
            (string type, Regex expression) = rules[i % 3];
            string[] own = pieces[i % 3];
            string text = string.Concat(Enumerable.Range(0, (int)random.NextInt64(24)).Select(_ => own[random.NextInt64(own.Length)]));
            var matches = new List<DolmaPii.Match>();
            DolmaPii.Find(type, Encoding.UTF8.GetBytes(text), 0, text.Length, matches);
            string expected = string.Join(' ', expression.Matches(text).Select(match => $"{match.Index}-{match.Index + match.Length}"
                + (type == DolmaPii.Email ? $"/{match.Groups[1].Index}-{match.Groups[1].Index + match.Groups[1].Length}" : "")));
            string actual = string.Join(' ', matches.Select(match => $"{match.Start}-{match.End}" + (type == DolmaPii.Email
                ? $"/{match.Address}-{match.AddressEnd}" : "")));
            Assert.True(expected == actual, $"{type} in '{text}': {expected}, not {actual}");
            found += matches.Count;
        }
        Assert.True(found > 500, $"Only {found} matches.");
    }

    [Fact]
    public void Transform_EachDocument_BeginsWithTheFirstReplacement()
    {
        using var calls = new StageCalls(new DatatrovePersonalDataFormatter());
        for (int i = 0; i < 3; i++) Assert.Equal("email@example.com 22.214.171.124", calls.Apply("ann.lee@shop.example 8.8.8.8").Document!.Text);
        Assert.True(calls.Apply("nothing at 10.0.0.1").IsKeep);
    }

    [Fact]
    public void Transform_DolmaTagger_WritesSpans()
    {
        Document tagged = StageCalls.Once(new DolmaPersonalDataTagger(), "é ann@x.org now").Document!;
        Assert.True(tagged.TryGetValue("pii_regex_with_counts_fast_v2__EMAIL_ADDRESS", out AnnotationValue value));
        Assert.Equal("[[1,12,1]]", Encoding.UTF8.GetString(value.AsJson().Span));
        Assert.Equal(1, tagged.Get(new AnnotationKey<double>("pii_regex_with_counts_fast_v2__doc_count")));
    }

    [Theory]
    [InlineData("\bhttp://x.example/a call 555-010-1234 now", 0)]
    [InlineData("http://x.example/a call 555-010-1234 now", 1)]
    public void Tag_UrlAfterABackspace_ExemptsTelephoneNumbers(string text, int count)
    {
        List<DolmaSpan> spans = new DolmaPersonalDataTagger { Rules = DolmaPersonalDataRules.RegexV2 }.Tag(Encoding.UTF8.GetBytes(text));
        Assert.Equal(count, spans.Count(span => span.Type == DolmaPii.Phone));
    }

    private static void Compare(ulong seed, string[] pieces, int texts, Func<string, string> expected, Func<byte[], ReadOnlyMemory<byte>> actual)
    {
        var random = new SeededRandom(seed);
        int changed = 0;
        for (int i = 0; i < texts; i++)
        {
            string text = string.Concat(Enumerable.Range(0, (int)random.NextInt64(24)).Select(_ => pieces[random.NextInt64(pieces.Length)]));
            string wanted = expected(text);
            ReadOnlyMemory<byte> found = actual(Encoding.UTF8.GetBytes(text));
            string given = found.IsEmpty ? text : Encoding.UTF8.GetString(found.Span);
            Assert.True(wanted == given, $"'{text}': '{wanted}', not '{given}'");
            if (wanted != text) changed++;
        }
        Assert.True(changed > 20, $"Only {changed} texts changed.");
    }
}
