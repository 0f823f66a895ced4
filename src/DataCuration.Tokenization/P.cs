namespace DataCuration.Tokenization; internal static class Placeholder;
