namespace DataCuration.Tabular; internal static class Placeholder;
