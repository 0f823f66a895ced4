namespace DataCuration.PeerVectors;

/// <summary>
/// All reasons for which a golden value is counted apart: the reference threw, contradicts itself, or depends on the order of a hash table. A page of the
/// documentation lists each.
/// </summary>
internal static class DeviationReasons
{
    public const string DatatroveDivides = "datatrove: the reference divides by zero";
    public const string DatatroveWithoutAddress = "datatrove: a document without an address stops the reference";
    public const string DatatroveSelfPair = "datatrove: the reference throws for a pair of a document with itself";
    public const string DataJuicerShortText = "data_juicer_minhash: the reference throws for a text shorter than the window";
    public const string DataJuicerThrew = "data_juicer: the reference threw";
    public const string DclmThrew = "dclm: the reference threw";
    public const string DolmaDivides = "dolma_pii: the reference divides by zero";
    public const string HalfSurrogate = "ftfy: the text has half of a surrogate pair, which UTF-8 cannot have";
    public const string NemoThrew = "nemo: the reference threw";
    public const string NemoTied = "nemo: tied n-grams of which the file has the score of one, where the peer's set order decides";
    public const string SubstringSaveOne = "substring_dedup: only_save_one keeps sequences by the parity of a pointer";
    public const string SubstringAcrossThrew = "substring_dedup: across_similar threw";
    public const string SubstringAcrossEdge = "substring_dedup: across_similar missed a position that its own brute force finds";
    public const string TextDedupHalves = "text_dedup: a cut inside two characters makes another character of their halves";
}
