namespace DataCuration; internal static class Placeholder;
