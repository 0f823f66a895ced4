using System.Text;

namespace DataCuration.Deduplication.Tests.Substrings;

public sealed class RepeatedSubstringsTests
{
    [Fact]
    public void Find_RandomData_EqualsOracle()
    {
        var random = new SeededRandom(2);
        for (int round = 0; round < 200; round++)
        {
            var text = new StringBuilder();
            for (int i = (int)random.NextInt64(150); i > 0; i--) text.Append((char)('a' + random.NextInt64(3)));
            int length = 1 + (int)random.NextInt64(8), copies = 2 + (int)random.NextInt64(2);
            byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
            foreach (SubstringCopies mode in Enum.GetValues<SubstringCopies>())
            {
                List<(int, int)> expected = SubstringOracle.Find([text.ToString()], length, mode, copies)[0];
                Assert.Equal(expected, RepeatedSubstrings.Find<byte>(bytes, length, mode, copies).Ranges.Select(range => (range.Start, range.End)));
                int[] tokens = [.. bytes.Select(value => value * 1_000)];
                Assert.Equal(expected, RepeatedSubstrings.Find<int>(tokens, length, mode, copies).Ranges.Select(range => (range.Start, range.End)));
            }
        }
    }

    [Fact]
    public void FindShared_WindowOverTheBoundary_IsNotCounted()
    {
        RepeatedSubstringResult result = RepeatedSubstrings.FindShared("xxabc"u8, "defabcdyy"u8, 4);
        Assert.Empty(result.Ranges);
        Assert.Equal([new SubstringRange(2, 5)], RepeatedSubstrings.FindShared("xxabc"u8, "defabcdyy"u8, 3).Ranges);
    }
}
