using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Filters.Tests.Privacy;

public sealed class PersonalDataRemoverTests
{
    private static readonly PersonalDataReplacements Short = new()
    {
        Email = ["<E>"],
        IpAddress = ["<I>"],
        Phone = ["<P>"],
        CreditCard = ["<C>"],
        Iban = ["<B>"],
        NationalId = ["<N>"],
    };

    [Theory]
    [InlineData("Mail ann.lee@shop.example.", "Mail <E>.")]
    [InlineData("<ann.lee@shop.example>,bob@x.org;c@y.de", "<<E>>,<E>;<E>")]
    [InlineData("mailto:ann@shop.example?subject=x", "mailto:<E>?subject=x")]
    [InlineData("https://x.example/?mail=ann@shop.example&a=b", "https://x.example/?mail=<E>&a=b")]
    [InlineData("ann.lee+tag@sub.shop.example", "<E>")]
    [InlineData("'ann@shop.example'", "'<E>'")]
    [InlineData("éann.lee@shop.example é", "<E> é")]
    [InlineData("почта@пример.рф да", "<E> да")]
    [InlineData("邮箱ann@shop.example谢谢", "邮箱<E>谢谢")]
    [InlineData("用户@例子.公司 好", "<E> 好")]
    [InlineData("ann@münchen.example", "<E>")]
    [InlineData("ann@[8.8.8.8] and ann@[IPv6:2001:db8::1]", "<E> and <E>")]
    [InlineData("2125551234@text.example", "<E>")]
    [InlineData("212-555-1234@text.example", "<E>")]
    [InlineData("ann@example.com.5", "<E>.5")]
    [InlineData("ann.@shop.example a..b@shop.example", "ann.@shop.example a..<E>")]
    [InlineData("ann@localhost, @shop.example, ann@, a@b.c, a @ b.com", "ann@localhost, @shop.example, ann@, a@b.c, a @ b.com")]
    [InlineData("ann@-bad.example ann@bad-.example", "ann@-bad.example ann@bad-.example")]
    [InlineData("x@y@shop.example", "x@<E>")]
    public void Replace_Emails_AsExpected(string text, string expected) => Assert.Equal(expected, Replace(text, PersonalDataKinds.Default));

    [Theory]
    [InlineData("8.8.8.8", "<I>")]
    [InlineData("ip 8.8.8.8, ok; 8.8.8.8:80 8.8.8.8/24 [8.8.8.8]", "ip <I>, ok; <I>:80 <I>/24 [<I>]")]
    [InlineData("http://8.8.4.4/x", "http://<I>/x")]
    [InlineData("地址8.8.8.8。", "地址<I>。")]
    [InlineData("10.0.0.1 192.168.1.1 127.0.0.1 224.0.0.1 203.0.113.9", "10.0.0.1 192.168.1.1 127.0.0.1 224.0.0.1 203.0.113.9")]
    [InlineData("256.8.8.8 8.8.8.256 1.2.3.4.5 v1.2.3.4 x8.8.8.8y 08.8.8.8", "256.8.8.8 8.8.8.256 1.2.3.4.5 v1.2.3.4 x8.8.8.8y 08.8.8.8")]
    [InlineData("2001:4860:4860::8888 and [2606:4700::1111]:80", "<I> and [<I>]:80")]
    [InlineData("2001:4860:0:0:0:0:8:8, 2A00:1450::8.8.8.8", "<I>, <I>")]
    [InlineData("::ffff:8.8.8.8 ::ffff:10.0.0.1", "<I> ::ffff:10.0.0.1")]
    [InlineData("2001:db8::1 fe80::1 ::1 fd00::12", "2001:db8::1 fe80::1 ::1 fd00::12")]
    [InlineData("std::abs(x) at 10:30:45, 2001:4860::1::2 2001:4860:12345::", "std::abs(x) at 10:30:45, 2001:4860::1::2 2001:4860:12345::")]
    public void Replace_Addresses_AsExpected(string text, string expected) => Assert.Equal(expected, Replace(text, PersonalDataKinds.Default));

    [Fact]
    public void Replace_AllAddresses_TakesPrivateOnes()
    {
        var remover = new PersonalDataRemover { PublicAddressesOnly = false, Replacements = Short };
        Assert.Equal("<I> <I> <I> <I> b", StageCalls.Once(remover, "10.0.0.1 ::1 fe80::1 a:: b").Document!.Text);
    }

    [Theory]
    [InlineData("Call +49 30 1234 5678 now", "Call <P> now")]
    [InlineData("+1 (212) 555-0123, +442079460958", "<P>, <P>")]
    [InlineData("+1 212 555 0123 2019", "<P> 2019")]
    [InlineData("0049 30 123456", "<P>")]
    [InlineData("212-555-0123 or 212.555.0123 or (212) 555-0123 or 1-212-555-0123 or 1 212 555 0123", "<P> or <P> or <P> or <P> or <P>")]
    [InlineData("Tel. (030) 1234567", "Tel. <P>")]
    [InlineData("2125550123 212 555 0123 112-555-0123 211-555-0123 212-055-0123", "2125550123 212 555 0123 112-555-0123 211-555-0123 212-055-0123")]
    [InlineData("x212-555-0123 212-555-01234 5-212-555-0123 212-555-0123-1", "x212-555-0123 212-555-01234 5-212-555-0123 212-555-0123-1")]
    [InlineData("1+1234567 +123 C++11 00112233 (05) 7", "1+1234567 +123 C++11 00112233 (05) 7")]
    [InlineData("2019-03-05 10:30, 3.14159265, 1,234,567.89, ISBN 0-306-40615-2", "2019-03-05 10:30, 3.14159265, 1,234,567.89, ISBN 0-306-40615-2")]
    public void Replace_Phones_AsExpected(string text, string expected) => Assert.Equal(expected, Replace(text, PersonalDataKinds.Default));

    [Theory]
    [InlineData("4111 1111 1111 1111", "<C>")]
    [InlineData("4111-1111-1111-1111, 4111111111111111", "<C>, <C>")]
    [InlineData("3782 822463 10005 and 378282246310005", "<C> and <C>")]
    [InlineData("5555555555554444 6011111111111117 30569309025904 3530111333300000", "<C> <C> <C> <C>")]
    [InlineData("4111 1111 1111 1112", "4111 1111 1111 1112")]
    [InlineData("4111 1111-1111 1111 9111111111111111 a4111111111111111", "4111 1111-1111 1111 9111111111111111 a4111111111111111")]
    [InlineData("DE89 3704 0044 0532 0130 00.", "<B>.")]
    [InlineData("IBAN: GB82WEST12345698765432, NO9386011117947", "IBAN: <B>, <B>")]
    [InlineData("MT84MALT011000012345MTLCAST001S", "<B>")]
    [InlineData("DE88 3704 0044 0532 0130 00 XX89370400440532013000 DE8937040044053201300",
        "DE88 3704 0044 0532 0130 00 XX89370400440532013000 DE8937040044053201300")]
    public void Replace_Accounts_AsExpected(string text, string expected) => Assert.Equal(expected, Replace(text, PersonalDataKinds.Default));

    [Theory]
    [InlineData("SSN 123-45-6789", "SSN <N>")]
    [InlineData("000-45-6789 666-45-6789 900-45-6789 123-00-6789 123-45-0000 123-45-67890",
        "000-45-6789 666-45-6789 900-45-6789 123-00-6789 123-45-0000 123-45-67890")]
    [InlineData("1 85 05 78 006 084 91, 185057800608491", "<N>, <N>")]
    [InlineData("1 85 05 78 006 084 92", "1 85 05 78 006 084 92")]
    [InlineData("2 55 08 2A 123 456 73", null)]
    [InlineData("12345678Z, 12345678-Z, X1234567L", "<N>, <N>, <N>")]
    [InlineData("12345678A X1234567A", "12345678A X1234567A")]
    [InlineData("529.982.247-25", "<N>")]
    [InlineData("529.982.247-26 111.111.111-11", "529.982.247-26 111.111.111-11")]
    [InlineData("44051401359", "<N>")]
    [InlineData("44051401358 44131401359", "44051401358 44131401359")]
    [InlineData("11010519491231002X", "<N>")]
    [InlineData("110105194912310021 110105194913310020", "110105194912310021 110105194913310020")]
    public void Replace_NationalIds_AsExpected(string text, string? expected)
    {
        if (expected is not null) Assert.Equal(expected, Replace(text, PersonalDataKinds.NationalIds));
        Assert.Equal(text, Replace(text, PersonalDataKinds.Email));
    }

    [Fact]
    public void Replace_CorsicanNumber_IsChecked()
    {
        // The key by hand: 2A counts as 19.
        long number = 2_550_819_123_456;
        long key = 97 - number % 97;
        string text = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"2 55 08 2A 123 456 {key:D2}");
        Assert.Equal("<N>", Replace(text, PersonalDataKinds.FrenchSocialSecurityNumber));
    }

    [Fact]
    public void Transform_SeveralReplacements_TakesTurnsFromTheFirstInEachDocument()
    {
        using var calls = new StageCalls(new PersonalDataRemover { Replacements = new() { Email = ["<1>", "<2>"] } });
        Assert.Equal("<1> <2> <1>", calls.Apply("a@x.org b@x.org c@x.org").Document!.Text);
        Assert.Equal("<1>", calls.Apply("d@x.org").Document!.Text);
    }

    [Fact]
    public void Transform_Tag_KeepsTextAndCountsCodePoints()
    {
        Document tagged = StageCalls.Once(new PersonalDataRemover { Action = PersonalDataAction.Tag }, "😀é a@x.org 8.8.8.8").Document!;
        Assert.Equal("😀é a@x.org 8.8.8.8", tagged.Text);
        Assert.Equal(2, tagged.Get(PersonalDataAnnotations.Count));
        Assert.True(tagged.TryGetValue(PersonalDataAnnotations.Spans, out AnnotationValue spans));
        Assert.Equal("""[[3,10,"email"],[11,18,"ip_address"]]""", Encoding.UTF8.GetString(spans.AsJson().Span));
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(2, false)]
    [InlineData(1, false)]
    public void Transform_DropFrom_DropsAtTheNumber(int dropFrom, bool isKept)
    {
        StageResult result = StageCalls.Once(new PersonalDataRemover { DropFrom = dropFrom }, "a@x.org b@x.org");
        Assert.Equal(isKept, result.IsReplace);
        Assert.Equal(isKept ? null : PersonalDataRemover.Reason, result.Reason);
    }

    [Fact]
    public void Transform_ActionDropAndSoundText_KeepsOnlySoundText()
    {
        var stage = new PersonalDataRemover { Action = PersonalDataAction.Drop };
        Assert.Equal("personal_data", StageCalls.Once(stage, "a@x.org").Reason);
        Assert.True(StageCalls.Once(stage, "No data at 10:30 in 2019.").IsKeep);
    }

    [Fact]
    public void Options_OutOfRange_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PersonalDataRemover { Kinds = PersonalDataKinds.None });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PersonalDataRemover { Kinds = (PersonalDataKinds)(1 << 20) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PersonalDataRemover { Action = (PersonalDataAction)9 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PersonalDataRemover { DropFrom = 0 });
        Assert.Throws<ArgumentException>(() => new PersonalDataReplacements { Iban = [] });
    }

    [Fact]
    public void Find_RandomText_GivesOrderedSpansAndReplacingTwiceChangesNothing()
    {
        var random = new SeededRandom(11);
        string[] pieces = ["a", "Z", "@", ".", "-", ":", " ", " ", "+", "(", ")", "1", "8", "49", "@x.org", "8.8.8.8", "212-555-0123", "::", "2001:",
            "+49 30 12", "é", "中", "😀", "\n", "4111 1111 1111 1111", "DE89370400440532013000", "X"];
        var remover = new PersonalDataRemover { Kinds = PersonalDataKinds.All, Replacements = Short };
        using var calls = new StageCalls(remover);
        int finds = 0;
        for (int i = 0; i < 3_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, (int)random.NextInt64(30)).Select(_ => pieces[random.NextInt64(pieces.Length)]));
            byte[] utf8 = Encoding.UTF8.GetBytes(text);
            IReadOnlyList<PersonalDataSpan> spans = remover.Find(utf8);
            finds += spans.Count;
            int end = 0;
            foreach (PersonalDataSpan span in spans)
            {
                Assert.True(span.Start >= end && span.Length > 0 && span.End <= utf8.Length, text);
                Assert.True(System.Text.Unicode.Utf8.IsValid(utf8.AsSpan(span.Start, span.Length)), text);
                end = span.End;
            }
            StageResult result = calls.Apply(text);
            if (result.Document is { } replaced) Assert.DoesNotContain(remover.Find(replaced.Utf8Text.Span), span => span.Kind == PersonalDataKinds.Email);
        }
        Assert.True(finds > 100, $"Only {finds} finds.");
    }

    [Fact]
    public void Find_RandomLongAddresses_AgreesWithThePlatformsParser()
    {
        var random = new SeededRandom(12);
        string[] pieces = [":", "::", "2001", "db8", "0", "ffff", "a", "1.2.3.4", "12345"];
        int valid = 0;
        for (int i = 0; i < 4_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, 1 + (int)random.NextInt64(16)).Select(_ => pieces[random.NextInt64(pieces.Length)]));
            byte[] utf8 = Encoding.UTF8.GetBytes(text);
            bool parsed = AddressScanner.TryParseLong(utf8, 0, out int length, out ulong high, out ulong low) && length == utf8.Length;
            bool expected = System.Net.IPAddress.TryParse(text, out System.Net.IPAddress? address) && text.Contains(':', StringComparison.Ordinal);
            Assert.True(expected == parsed, $"{text}: {expected} {parsed}");
            if (!parsed) continue;
            valid++;
            byte[] bytes = address!.GetAddressBytes();
            Assert.Equal(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes), high);
            Assert.Equal(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(8)), low);
        }
        Assert.True(valid > 50, $"Only {valid} addresses.");
    }

    private static string Replace(string text, PersonalDataKinds kinds)
    {
        StageResult result = StageCalls.Once(new PersonalDataRemover { Kinds = kinds, Replacements = Short }, text);
        return result.Document?.Text ?? (result.IsKeep ? text : "dropped");
    }
}
