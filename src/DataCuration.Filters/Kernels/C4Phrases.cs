namespace DataCuration.Filters;

/// <summary>The phrases that C4's rules look for.</summary>
[Flags]
internal enum C4Phrases
{
    None = 0,
    LoremIpsum = 1,
    JavaScript = 2,
    Policy = 4,
}
