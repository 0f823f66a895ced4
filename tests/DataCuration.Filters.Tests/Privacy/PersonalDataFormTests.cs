using System.Text;

namespace DataCuration.Filters.Tests.Privacy;

/// <summary>Forms that were missed, and numbers that were taken for telephone numbers.</summary>
public sealed class PersonalDataFormTests
{
    private static readonly PersonalDataRemover All = new() { Kinds = PersonalDataKinds.All };

    [Theory]
    [InlineData("64 bytes from 2001:4860:4860::8888: icmp_seq=1", "2001:4860:4860::8888")]
    [InlineData("[2001:4860:4860::8888]:443", "2001:4860:4860::8888")]
    [InlineData("at 2001:4860:4860:0:0:0:0:8888: refused", "2001:4860:4860:0:0:0:0:8888")]
    [InlineData("2001:4860::8888::1", "")]
    [InlineData("2001:4860:4860:0:0:0:0:8888:1", "")]
    public void Find_AddressBeforeAColon_IsFound(string text, string expected) => Assert.Equal(expected, Find(text));

    [Theory]
    [InlineData("jose\u0301@example.com")]
    [InlineData("मेल@उदाहरण.भारत")]
    [InlineData("ann@mu\u0308ller.example")]
    public void Find_AddressWithCombiningMarks_IsFound(string address) => Assert.Equal(address, Find($"to {address}, now"));

    [Theory]
    [InlineData("UTC +1 2023-01-15 10:30")]
    [InlineData("UTC +2 2023-01-15 10:30")]
    [InlineData("UTC +7 2023-01-15 10:30")]
    [InlineData("a total of +12345678")]
    [InlineData("+100000000 users")]
    [InlineData("grew by +25 000 000")]
    [InlineData("+1 23456789012")]
    [InlineData("+1 155 555 2671")]
    [InlineData("order 00123456789")]
    public void Find_DateOrAmountWithASign_IsNoTelephoneNumber(string text) => Assert.Equal("", Find(text));

    [Theory]
    [InlineData("+1 (415) 555-2671")]
    [InlineData("+1-415-555-2671")]
    [InlineData("+1.415.555.2671")]
    [InlineData("+14155552671")]
    [InlineData("+1 415 5552671")]
    [InlineData("001 415 555 2671")]
    [InlineData("+7 495 123-45-67")]
    [InlineData("+79161234567")]
    [InlineData("+49 (0)30 901820")]
    [InlineData("+44 20 7946 0958")]
    [InlineData("+353 1 234 5678")]
    [InlineData("+98 21 1234 5678")]
    public void Find_InternationalNumber_IsFound(string number) => Assert.Equal(number, Find($"call {number} now"));

    [Fact]
    public void Find_SignsAndLongRunsOfDigits_TakeLinearTime() =>
        Assert.Equal("", Find(string.Concat(Enumerable.Repeat("+", 100_000)) + new string('4', 100_000) + string.Concat(Enumerable.Repeat(" +44", 50_000))));

    private static string Find(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        return string.Join('|', All.Find(utf8).Select(span => Encoding.UTF8.GetString(utf8, span.Start, span.Length)));
    }
}
