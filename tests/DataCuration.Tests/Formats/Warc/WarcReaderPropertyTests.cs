using CsCheck;
using static DataCuration.Tests.Formats.Warc.WarcBytes;

namespace DataCuration.Tests.Formats.Warc;

public sealed class WarcReaderPropertyTests
{
    private static readonly Gen<byte[]> Records = Gen.Select(Gen.OneOf<string>("response", "request", "resource"), Gen.Int[0, 400],
        Gen.OneOf<string>("", "\r\n", "WARC/1.0\r\n", "HTTP/1.1 200 OK\r\n\r\n"))
        .Select((type, length, start) => Record(type, start + string.Concat(Enumerable.Range(0, length)))).Array[1, 8]
        .SelectMany(records => Gen.Int[0, 2].Select(form => form == 0 ? [.. records.SelectMany(bytes => bytes)] : form == 1 ? records.SelectMany(Gzip).ToArray()
            : Gzip([.. records.SelectMany(bytes => bytes)])));

    [Fact]
    public void Read_AnyDamage_ThrowsNothingAndAccountsForEveryByte()
    {
        Gen<(int, byte[])[]> damage = Gen.Select(Gen.Int[0, int.MaxValue], Gen.Byte.Array[0, 20]).Array[0, 5];
        Gen.Select(Records, damage, Gen.Int[0, 200]).Sample(
            (file, changes, cut) =>
            {
                foreach ((int at, byte[] bytes) in changes)
                {
                    int start = at % file.Length;
                    // Half of the damage overwrites, half inserts.
                    file = [.. file[..start], .. bytes, .. file[(at % 2 == 0 ? Math.Min(file.Length, start + bytes.Length) : start)..]];
                }
                file = file[..(file.Length - cut % file.Length)];
                RequireAccounted(file);
            },
            iter: 2000);
    }

    [Fact]
    public void Read_AnyBytes_ThrowsNothingAndAccountsForEveryByte()
    {
        Gen<byte[]> piece = Gen.OneOf<byte[]>(Gen.Byte.Array[0, 40], Gen.OneOf<string>("WARC/1.0\r\n",
            "\r\n", "\n", "Content-Length: 5", "Content-Length: 99999999", "WARC-Type: response", ": ", "filedesc://a 1.1.1.1 20240101000000 text/plain 3\n",
            "http://a 1.1.1.1 20240101000000 text/html 7\n", "\u001f\u008b\u0008\0\0\0\0\0\0\0", "HTTP/1.1 200 OK").Select(Latin));
        piece.Array[0, 60].Sample(pieces => RequireAccounted([.. pieces.SelectMany(bytes => bytes)]), iter: 3000);
    }

    [Fact]
    public void Read_HostileStructure_StaysLinear()
    {
        // If the work grew faster than the file, this would take hours. Every record declares a length that covers the next megabyte and ends in the middle
        // of a record.
        byte[] claim = Latin("WARC/1.0\r\nWARC-Type: x\r\nContent-Length: 900000\r\n\r\nab\r\n\r\n");
        int block = claim.Length - 6;
        claim = Latin(Latin1(claim).Replace("900000", $"{900_000 - (900_000 + block) % claim.Length + 10}", StringComparison.Ordinal));
        byte[] claims = [.. Enumerable.Repeat(claim, 100_000).SelectMany(bytes => bytes)];
        Assert.Equal(100_000, Read(claims).Records.Count);
        Assert.Equal(100_000, Read(Gzip(claims)).Records.Count);
        // Missing lengths; headers without an end; members without content; line ends only.
        Assert.NotEmpty(Read([.. Enumerable.Repeat(Latin("WARC/1.0\r\nWARC-Type: x\r\n\r\n"), 200_000).SelectMany(bytes => bytes)]).Records);
        Assert.NotEmpty(Read([.. Enumerable.Repeat(Latin("WARC/1.0\r\n"), 200_000).SelectMany(bytes => bytes)]).Records);
        byte[] empty = Gzip([]);
        Assert.Empty(Read([.. Enumerable.Repeat(empty, 200_000).SelectMany(bytes => bytes)]).Records);
        byte[] letter = Gzip("x"u8.ToArray());
        Assert.Single(Read([.. Enumerable.Repeat(letter, 200_000).SelectMany(bytes => bytes)]).Losses);
        Assert.Empty(Read(Latin(new string('\n', 20_000_000))).Losses);
        Assert.Single(Read(Latin(string.Concat(Enumerable.Repeat("\nWARC/", 1_000_000)))).Losses);
    }

    [Fact]
    public void Read_GzipBomb_StaysWithinMemory()
    {
        byte[] head = Latin("WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 300000000\r\n\r\n");
        byte[] file = Gzip([.. head, .. new byte[300_000_000], .. "\r\n\r\n"u8, .. Record("metadata", "b")]);
        GC.Collect();
        long before = GC.GetAllocatedBytesForCurrentThread();
        (List<WarcRecord> records, List<WarcLoss> losses) = Read(file);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
        Assert.Empty(losses);
        Assert.Equal([WarcRecordProblems.TooLong, WarcRecordProblems.None], records.Select(record => record.Problems));
        Assert.Equal(300_000_000, records[0].BlockLength);
    }

    /// <summary>
    /// Every byte of the content is in the header or block of one record, in a loss, or in a line end. The result is the same for every limit.
    /// </summary>
    private static void RequireAccounted(byte[] file)
    {
        foreach (int limit in (int[])[1 << 20, 100])
        {
            (List<WarcRecord> records, List<WarcLoss> losses) = Read(file, limit);
            byte[] content = Content(file);
            var items = records.Select(record => (Start: record.Offset, Length: record.BlockLength, IsRecord: true))
                .Concat(losses.Where(loss => !loss.IsStored).Select(loss => (Start: loss.Offset, loss.Length, IsRecord: false)))
                .OrderBy(item => item.Start).ToArray();
            long end = 0;
            foreach ((long start, long length, bool isRecord) in items)
            {
                Assert.InRange(start, end, content.Length);
                for (long at = end; at < start; at++) Assert.True(content[at] is (byte)'\r' or (byte)'\n', $"byte {at} is in nothing");
                // A record's header has no length. It ends where the block can start.
                end = isRecord ? BlockEnd(content, start, length, items) : start + length;
                Assert.InRange(end, start, content.Length);
            }
            for (long at = end; at < content.Length; at++) Assert.True(content[at] is (byte)'\r' or (byte)'\n', $"byte {at} is in nothing");
        }
    }

    /// <summary>Returns the last offset where a record with this block length can end: before the next item, after its line ends.</summary>
    private static long BlockEnd(byte[] content, long start, long length, (long Start, long Length, bool IsRecord)[] items)
    {
        long next = items.Where(item => item.Start > start).Select(item => item.Start).DefaultIfEmpty(content.Length).Min();
        Assert.InRange(length, 0, next - start);
        while (next > start + length && content[next - 1] is (byte)'\r' or (byte)'\n') next--;
        return next;
    }

    /// <summary>Returns the decoded content of all units, to which offsets refer.</summary>
    private static byte[] Content(byte[] file)
    {
        using UnitInput input = UnitInput.Open(new MemoryStream(file));
        using var content = new MemoryStream();
        var bytes = new byte[4096];
        for (UnitStep step = UnitStep.UnitStart; step != UnitStep.End;)
        {
            step = input.Read(bytes, out int written);
            content.Write(bytes, 0, written);
        }
        return content.ToArray();
    }
}
