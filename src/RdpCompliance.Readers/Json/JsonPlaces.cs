using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Json;

/// <summary>Turns offsets of a text into places: those of a source, or one place for all where the text is no source of its own.</summary>
internal readonly struct JsonPlaces
{
    private readonly Source? _source;
    private readonly Location? _at;

    private JsonPlaces(Source? source, Location? at) => (_source, _at) = (source, at);

    public static JsonPlaces In(Source source) => new(source, null);

    public static JsonPlaces At(Location location) => new(null, location);

    public Location Between(int start, int end) => (_source, _at) switch
    {
        ({ } source, _) => Location.InText(source, TextSpan.FromBounds(start, end)),
        (_, { } at) => at,
        _ => throw new System.Diagnostics.UnreachableException("Places have a source or a place."),
    };
}
