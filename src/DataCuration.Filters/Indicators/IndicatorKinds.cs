namespace DataCuration.Filters;

/// <summary>Kinds of technical indicators in security texts.</summary>
[Flags]
public enum IndicatorKinds
{
    /// <summary>No kind.</summary>
    None = 0,

    /// <summary>A vulnerability: <c>CVE-2021-44228</c>. A year of four digits, and four digits or more.</summary>
    Cve = 1,

    /// <summary>A kind of weakness: <c>CWE-79</c>. One to five digits.</summary>
    Cwe = 2,

    /// <summary>A technique of ATT&amp;CK: <c>T1059</c> or <c>T1059.001</c>.</summary>
    Technique = 4,

    /// <summary>A hash in hexadecimal digits, of 32 (MD5), 40 (SHA-1), 64 (SHA-256) or 128 digits (SHA-512). It has a digit and a letter.</summary>
    Hash = 8,

    /// <summary>An IP address of version 4 or 6. Version 4 also in the forms <c>203.0.113[.]7</c> and <c>203.0.113(.)7</c>.</summary>
    IpAddress = 16,

    /// <summary>An address with a scheme: <c>https://…</c>, <c>ftp://…</c>, and the form <c>hxxp://…</c>, which cannot be followed by accident.</summary>
    Url = 32,

    /// <summary>All kinds.</summary>
    All = Cve | Cwe | Technique | Hash | IpAddress | Url,
}
