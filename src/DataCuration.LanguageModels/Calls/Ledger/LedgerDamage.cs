namespace DataCuration.LanguageModels;

/// <summary>Bytes of a ledger file that hold no valid record.</summary>
/// <param name="File">The file.</param>
/// <param name="Offset">Where they begin, in bytes.</param>
/// <param name="Length">How many there are.</param>
/// <param name="CutOff">Whether they were the end of this process's own file (a record that a crash left half written) and were cut off; other damage is passed over and left as it is.</param>
public sealed record LedgerDamage(string File, long Offset, long Length, bool CutOff);
