using System.IO.Compression;
using System.Text;
using CsCheck;
using ZstdSharp;

namespace DataCuration.Tests.Formats.Compression;

public sealed class CompressedUnitsTests
{
    private static readonly byte[] A = Gzip("first member"), B = Gzip("second member"), C = Gzip("third member");

    [Fact]
    public void Read_Members_GivesEachWithItsOffset()
    {
        Walk walk = Walk.Of([.. A, .. B, .. C]);
        Assert.Equal(["first member", "second member", "third member"], walk.Units);
        Assert.Equal([0L, A.Length, A.Length + B.Length], walk.Offsets);
        Assert.Empty(walk.Losses);
    }

    [Fact]
    public void Read_ZerosBetweenAndBehindMembers_ArePadding()
    {
        Walk walk = Walk.Of([.. A, 0, 0, 0, .. B, .. new byte[5000]]);
        Assert.Equal(["first member", "second member"], walk.Units);
        Assert.Empty(walk.Losses);
    }

    [Fact]
    public void Read_GarbageBetweenMembers_IsLostAndTheRestRead()
    {
        Walk walk = Walk.Of([.. A, .. "not gzip"u8, 0x1f, 0x8b, 8, 0xff, .. B]);
        Assert.Equal(["first member", "second member"], walk.Units);
        LostBytes loss = Assert.Single(walk.Losses);
        Assert.Equal((RecordFaultReasons.CompressedGarbage, (long)A.Length, 12L, false), (loss.Reason, loss.Offset, loss.Length, loss.IsInUnit));
        Assert.StartsWith("not gzip", Encoding.Latin1.GetString(loss.Raw.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8, "CRC-32")]
    [InlineData(4, "should have")]
    public void Read_WrongTrailer_IsLostAndTheRestRead(int fromEnd, string message)
    {
        byte[] damaged = [.. B];
        damaged[^fromEnd] ^= 1;
        Walk walk = Walk.Of([.. A, .. damaged, .. C]);
        Assert.Equal(["first member", "second member", "third member"], walk.Units);
        LostBytes loss = Assert.Single(walk.Losses);
        Assert.Equal((RecordFaultReasons.CompressedDamage, (long)A.Length, (long)B.Length, true), (loss.Reason, loss.Offset, loss.Length, loss.IsInUnit));
        Assert.Contains(message, loss.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_GarbageBeforeAMemberThatFailsItsCheck_LosesTheGarbageAlone()
    {
        byte[] damaged = [.. B];
        damaged[^8] ^= 1;
        Walk walk = Walk.Of([.. A, .. "garbage"u8, .. damaged, .. C]);
        Assert.Equal(["first member", "second member", "third member"], walk.Units);
        Assert.Equal([7L, B.Length], walk.Losses.Select(loss => loss.Length));
    }

    [Fact]
    public void Read_StoredBlockThatSwallowsTheNextMembers_FindsThemByGoingBack()
    {
        // The length of a stored block and its complement are damaged, so the block covers the members that follow.
        byte[] stored = Gzip("stored", level: 0);
        int at = stored.AsSpan().IndexOf((ReadOnlySpan<byte>)[6, 0, 0xf9, 0xff]);
        (stored[at], stored[at + 2]) = (60, 0xc3);
        Walk walk = Walk.Of([.. A, .. stored, .. B, .. C]);
        Assert.Equal(["first member", "second member", "third member"], walk.Units.Where(unit => unit.EndsWith(" member", StringComparison.Ordinal)));
        LostBytes loss = Assert.Single(walk.Losses);
        Assert.Equal((A.Length, stored.Length), (loss.Offset, loss.Length));
    }

    [Fact]
    public void Read_CutMember_GivesWhatThereIs()
    {
        byte[] large = Gzip(string.Concat(Enumerable.Range(0, 5000)));
        Walk walk = Walk.Of([.. A, .. large[..(large.Length / 2)]]);
        Assert.StartsWith("0123456789", walk.Units[1], StringComparison.Ordinal);
        LostBytes loss = Assert.Single(walk.Losses);
        Assert.Equal((A.Length, large.Length / 2), (loss.Offset, loss.Length));
    }

    [Fact]
    public void Read_HeaderWithEverything_IsRead()
    {
        byte[] header = [0x1f, 0x8b, 8, 4 + 8 + 16 + 2, 0, 0, 0, 0, 0, 3, 5, 0, 1, 2, 3, 4, 5, .. "name\0"u8, .. "comment\0"u8, 0, 0];
        Assert.Equal(["first member"], Walk.Of([.. header, .. A[10..]]).Units);
    }

    [Fact]
    public void Read_ZstdFrames_DamageAndSkippableFrames()
    {
        byte[] a = Zstd("first frame"), b = Zstd("second frame"), c = Zstd("third frame");
        byte[] skippable = [0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3];
        Walk walk = Walk.Of([.. skippable, .. a, .. skippable, .. "junk"u8, .. b, .. c[..^2]]);
        Assert.Equal(["first frame", "second frame"], walk.Units.Take(2));
        Assert.Equal([RecordFaultReasons.CompressedGarbage, RecordFaultReasons.CompressedDamage], walk.Losses.Select(loss => loss.Reason));
        Assert.Equal([4L, c.Length - 2], walk.Losses.Select(loss => loss.Length));
    }

    [Theory]
    [InlineData(0x50)]
    [InlineData(0x5d)]
    public void Read_SkippableFrameThatLeadsBeyondTheFile_LosesItAloneAndSaysWhere(byte magic)
    {
        byte[] a = Zstd("first frame"), b = Zstd("second frame");
        byte[] broken = [magic, 0x2a, 0x4d, 0x18, 0xff, 0xff, 0xff, 0, 1, 2, 3];
        Walk walk = Walk.Of([.. a, .. broken, .. b]);
        Assert.Equal(["first frame", "second frame"], walk.Units);
        LostBytes loss = Assert.Single(walk.Losses);
        Assert.Equal((a.Length, broken.Length), (loss.Offset, loss.Length));
        walk = Walk.Of([.. a, .. broken]);
        Assert.Equal((a.Length, broken.Length), (Assert.Single(walk.Losses).Offset, walk.Losses[0].Length));
    }

    [Fact]
    public void Read_ZstdWithDictionaryThatIsNone_LosesTheDictionaryAlone()
    {
        byte[] a = Zstd("first frame");
        byte[] dictionary = [0x37, 0xa4, 0x30, 0xec, .. new byte[40], .. Zstd("inside")];
        byte[] file = [0x5d, 0x2a, 0x4d, 0x18, .. BitConverter.GetBytes(dictionary.Length), .. dictionary, .. a];
        Walk walk = Walk.Of(file);
        Assert.Equal(["first frame"], walk.Units);
        LostBytes loss = Assert.Single(walk.Losses);
        Assert.Equal((0L, file.Length - a.Length), (loss.Offset, loss.Length));
        Assert.Contains("dictionary is not valid", loss.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_ZstdWithDictionaryInFront_IsRead(bool isCompressed)
    {
        byte[] dictionary = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(1000, 500)));
        using var compressor = new Compressor();
        compressor.LoadDictionary(dictionary);
        byte[] frame = compressor.Wrap(Encoding.UTF8.GetBytes("a text: " + string.Concat(Enumerable.Range(1100, 100)))).ToArray();
        byte[] stored = isCompressed ? Zstd(Encoding.UTF8.GetString(dictionary)) : dictionary;
        Walk walk = Walk.Of([0x5d, 0x2a, 0x4d, 0x18, .. BitConverter.GetBytes(stored.Length), .. stored, .. frame, .. frame]);
        Assert.Empty(walk.Losses);
        Assert.Equal(2, walk.Units.Count);
        Assert.StartsWith("a text: 11001101", walk.Units[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AnyCutsAndFlips_AccountsForEveryByteAndEnds()
    {
        Gen<byte[]> member = Gen.Select(Gen.Byte[97, 122].Array[0, 2000], Gen.Int[0, 9], Gen.Bool)
            .Select((content, level, isZstd) => isZstd ? Zstd(Encoding.ASCII.GetString(content)) : Gzip(Encoding.ASCII.GetString(content), level));
        Gen.Select(member.Array[1, 6], Gen.Select(Gen.Int[0, int.MaxValue], Gen.Byte).Array[0, 6], Gen.Int[0, int.MaxValue]).Sample(
            (members, flips, cut) =>
            {
                byte[] file = [.. members.SelectMany(bytes => bytes), (byte)'x']; // never empty: GZipStream writes nothing for empty content
                foreach ((int at, byte value) in flips) file[at % file.Length] ^= value;
                file = file[..(file.Length - cut % 30 % file.Length)];
                Walk walk = Walk.Of(file);
                long end = 0;
                foreach (LostBytes loss in walk.Losses)
                {
                    Assert.InRange(loss.Offset, end, file.Length);
                    Assert.InRange(loss.Length, 0, file.Length - loss.Offset);
                    end = loss.Offset + loss.Length;
                }
                Assert.Equal(file.Length, walk.BytesRead);
            },
            iter: 500);
    }

    [Fact]
    public void Read_HeadersEverywhere_StaysLinear()
    {
        // Each of 200,000 starts decodes as stored blocks up to the end of the file and fails there. A search without a limit on going back would decode all
        // of them, for hours.
        byte[] piece = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0xf5, 0xff];
        byte[] file = [.. Enumerable.Repeat(piece, 200_000).SelectMany(bytes => bytes), 7];
        Walk walk = Walk.Of(file);
        Assert.NotEmpty(walk.Losses);
        Assert.Equal(file.Length, walk.BytesRead);
    }

    private static byte[] Gzip(string text, int level = 6)
    {
        using var data = new MemoryStream();
        using (var gzip = new GZipStream(data, new ZLibCompressionOptions { CompressionLevel = level })) gzip.Write(Encoding.UTF8.GetBytes(text));
        return data.ToArray();
    }

    private static byte[] Zstd(string text)
    {
        using var compressor = new Compressor();
        return compressor.Wrap(Encoding.UTF8.GetBytes(text)).ToArray();
    }

    private sealed record Walk(List<string> Units, List<long> Offsets, List<LostBytes> Losses, long BytesRead)
    {
        public static Walk Of(byte[] file)
        {
            using UnitInput input = UnitInput.Open(new MemoryStream(file));
            var units = new List<string>();
            var offsets = new List<long>();
            var losses = new List<LostBytes>();
            var unit = new StringBuilder();
            var bytes = new byte[1000];
            while (true)
            {
                UnitStep step = input.Read(bytes, out int written);
                if (step == UnitStep.Data) unit.Append(Encoding.Latin1.GetString(bytes, 0, written));
                if (step == UnitStep.Lost) losses.Add(input.Lost!);
                if (step is UnitStep.UnitStart or UnitStep.End && offsets.Count > 0) units.Add(unit.ToString());
                if (step == UnitStep.End) return new(units, offsets, losses, input.BytesRead);
                if (step != UnitStep.UnitStart) continue;
                unit.Clear();
                offsets.Add(input.UnitOffset);
            }
        }
    }
}
