using CsCheck;

namespace DataCuration.Tests.Fingerprints;

public sealed class FingerprintWriterTests
{
    private static readonly string[] Names = ["a", "b", "ab"];
    private static readonly string?[] Values = [null, "", "a", "b", "ba", "(null)", "'(null)'", "null"];

    [Fact]
    public void Add_InScopes_PrefixesTheNames()
    {
        var writer = new FingerprintWriter();
        writer.BeginScope("stage.0");
        writer.BeginScope("inner");
        writer.Add("a", 1.5);
        writer.EndScope();
        writer.Add("b", true);
        writer.EndScope();
        writer.Add("c", 3);
        Assert.Equal(["stage.0.inner.a=1.5", "stage.0.b=true", "c=3"], writer.Parts.Select(part => $"{part.Name}={part.Value}"));
    }

    [Fact]
    public void ToFingerprint_AnyTwoLists_AreEqualOnlyForEqualLists()
    {
        // A small alphabet makes equal lists likely, and lists that would concatenate to the same text.
        Gen<(string, string?)[]> parts = Gen.Select(Gen.Int[0, Names.Length - 1].Select(i => Names[i]),
            Gen.Int[0, Values.Length - 1].Select(i => Values[i])).Array[0, 3];
        int equal = 0;
        Gen.Select(parts, parts).Sample((left, right) =>
        {
            bool same = left.SequenceEqual(right);
            if (same) Interlocked.Increment(ref equal);
            Assert.Equal(same, Fingerprint(left) == Fingerprint(right));
        }, iter: 20_000);
        Assert.True(equal > 20);

        static string Fingerprint((string Name, string? Value)[] parts)
        {
            var writer = new FingerprintWriter();
            foreach ((string name, string? value) in parts) writer.Add(name, value);
            return writer.ToFingerprint();
        }
    }
}
