namespace DataCuration.Filters;

/// <summary>
/// The addresses that belong to somebody: all but the blocks of the IANA registries of special-purpose addresses (RFC 6890 and its updates,
/// iana-ipv4-special-registry and iana-ipv6-special-registry), and multicast.
/// </summary>
internal static class PublicAddresses
{
    /// <summary>Special blocks of version 4: address and prefix length. Multicast (224.0.0.0/4) and the reserved 240.0.0.0/4 are one block.</summary>
    private static ReadOnlySpan<uint> ShortBlocks =>
    [
        0x00000000, 8, 0x0A000000, 8, 0x64400000, 10, 0x7F000000, 8, 0xA9FE0000, 16, 0xAC100000, 12, 0xC0000000, 24, 0xC0000200, 24, 0xC0586300, 24,
        0xC0A80000, 16, 0xC6120000, 15, 0xC6336400, 24, 0xCB007100, 24, 0xE0000000, 3,
    ];

    /// <summary>True if an address of version 4 is global.</summary>
    public static bool IsPublic(uint address)
    {
        if (address is 0xC0000009 or 0xC000000A) return true; // 192.0.0.9 and .10 are the anycast addresses of PCP and TURN
        for (int i = 0; i < ShortBlocks.Length; i += 2)
            if ((address ^ ShortBlocks[i]) >> (32 - (int)ShortBlocks[i + 1]) == 0) return false;
        return true;
    }

    /// <summary>True if an address of version 6 is global: in 2000::/3 without its special blocks, or a global one of version 4 as
    /// <c>::ffff:a.b.c.d</c>.</summary>
    public static bool IsPublic(ulong high, ulong low)
    {
        if (high == 0 && low >> 32 == 0xFFFF) return IsPublic((uint)low);
        if (high >> 61 != 1) return false;
        if (high >> 32 == 0x2001_0DB8 || high >> 44 == 0x3FFF0) return false; // documentation
        if (high >> 48 == 0x2002) return IsPublic((uint)(high >> 16)); // 6to4 holds an address of version 4
        if (high >> 41 != 0x2001_0000 >> 9) return true;
        // Of 2001::/23, the registry has as global: AMT, AS112, ORCHIDv2 and drone identifiers.
        return high >> 32 is 0x2001_0003 || high >> 16 is 0x2001_0004_0112 || high >> 36 is 0x2001_002 or 0x2001_003;
    }

    /// <summary>
    /// True if CPython 3.11's <c>ipaddress</c> calls an address of version 4 global. It counts multicast and 192.88.99.0/24 as global, and of 192.0.0.0/24 only
    /// the first eight addresses and two others as special.
    /// </summary>
    public static bool IsPythonGlobal(uint address) =>
        address >> 28 == 14 || address >> 8 == 0xC05863 || (address >> 8 == 0xC00000 ? address >> 3 != 0x18000000 && address >> 1 != 0x60000055
            : IsPublic(address));
}
