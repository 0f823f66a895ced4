using System.Globalization;
using System.Text;

namespace DataCuration.LanguageModels.Tests;

/// <summary>Expected values: CPython 3.11's <c>int()</c>.</summary>
public sealed class PythonIntegerTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("007", 7)]
    [InlineData(" \u00A0\u001C+1_0\u3000\u001F", 10)]
    [InlineData("-3", -3)]
    [InlineData("\uFF11\u0662", 12)]
    [InlineData("\U0001D7D9", 1)] // a mathematical digit
    [InlineData("1152921504606846975", PythonInteger.Limit - 1)]
    [InlineData("1152921504606846977", PythonInteger.Limit)]
    [InlineData("9223372036854775807", PythonInteger.Limit)]
    [InlineData("09999999999999999999999\u0663", PythonInteger.Limit)] // each step beyond the limit stays there
    [InlineData("-99999999999999999999999990", -PythonInteger.Limit)]
    public void TryParse_Integers_AreRead(string text, long expected)
    {
        Assert.True(PythonInteger.TryParse(text, out long value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("_1")]
    [InlineData("1_")]
    [InlineData("1__0")]
    [InlineData("+ 1")]
    [InlineData("--1")]
    [InlineData("1 0")]
    [InlineData("1\0")]
    [InlineData("1.0")]
    [InlineData("0x1")]
    [InlineData("\u00B2")] // superscript two is no decimal digit
    [InlineData("\u4E00")]
    [InlineData("\uD835")]
    [InlineData("1\u200B")]
    [InlineData("\U00011F51")] // Kawi: Unicode 15
    public void TryParse_OtherTexts_AreRefused(string text) => Assert.False(PythonInteger.TryParse(text, out _));

    [Fact]
    public void TryParse_4300Digits_IsTheLimit()
    {
        Assert.True(PythonInteger.TryParse(new string('9', 4_300), out _));
        Assert.False(PythonInteger.TryParse(new string('9', 4_301), out _));
        Assert.True(PythonInteger.TryParse(string.Join('_', Enumerable.Repeat('0', 4_300)), out _));
    }

    [Fact]
    public void TryParse_EveryDecimalDigitOfTheBasicPlane_IsRead()
    {
        int seen = 0;
        for (int code = 0; code < 0xD800; code++)
        {
            bool isDigit = Rune.GetUnicodeCategory(new Rune(code)) == UnicodeCategory.DecimalDigitNumber;
            Assert.Equal(isDigit, PythonInteger.TryParse(((char)code).ToString(), out long value));
            if (!isDigit) continue;
            seen++;
            Assert.Equal((long)CharUnicodeInfo.GetNumericValue((char)code), value);
        }
        Assert.True(seen >= 350, $"Only {seen} digits.");
    }
}
