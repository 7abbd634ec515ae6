using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Host;

/// <summary>The fields that all formats give an item of space "event".</summary>
internal static class EventFields
{
    public const string Space = "event";
    public const string Provider = "provider";
    public const string Id = "id";
    public const string Time = "time";
    public const string Level = "level";
    public const string RecordId = "record-id";
    public const string Channel = "channel";
    public const string Computer = "computer";

    /// <summary>The values in their order; a named one is also a field "data.NAME".</summary>
    public const string Data = "data";

    /// <summary>The bytes that a classic event carries beside its values, as hexadecimal digits.</summary>
    public const string Binary = "binary";

    public static Item ToItem(ImmutableArray<ItemField> fields, Location place)
    {
        var unnamed = new Item(Space, "", fields, place);
        return unnamed with { Name = NameOf(unnamed) };
    }

    public static string Named(string name) => $"{Data}.{name}";

    /// <summary>Channel and record id are the log's own key; an event without them is named by what it says of itself.</summary>
    public static string NameOf(Item item) => (Text(item, Channel), Text(item, RecordId)) switch
    {
        ({ Length: > 0 } channel, { Length: > 0 } record) => $"{channel}/{record}",
        _ => $"{Text(item, Provider)}/{Text(item, Id)}/{Text(item, Time)}",
    };

    private static string? Text(Item item, string field) => item.Find(field)?.Value.ToString();
}
