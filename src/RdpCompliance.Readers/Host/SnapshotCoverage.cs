using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Host;

/// <summary>
/// What a section of a snapshot says that it covers: "all" or "listed", for the registry the keys, for events the channels and their beginnings.
/// </summary>
internal static class SnapshotCoverage
{
    /// <param name="space">The space of the section's items; <see langword="null"/> for the registry.</param>
    public static IEnumerable<Coverage> Read(SnapshotReading reading, Property covers, string? space)
    {
        if (space is null or EventFields.Space)
        {
            return reading.Array(covers) is { } list
                ? list.Elements.Select(Coverage? (element) => space is null ? Tree(reading, element) : Channel(reading, element)).OfType<Coverage>().ToList()
                : [];
        }

        if (covers.Value is not Node.Text { Value: "all" or "listed" } text)
        {
            reading.Wrong(covers, "'all' or 'listed'");
            return [];
        }

        return text.Value == "all" ? [new Coverage.Space(space)] : [];
    }

    private static Coverage.RegistryTree? Tree(SnapshotReading reading, Node element)
    {
        if (element is Node.Text text && RegistryKey.TryParse(text.Value) is { } key)
        {
            return new(key);
        }

        reading.Wrong(element, "covers", "a registry key");
        return null;
    }

    private static Coverage.Events? Channel(SnapshotReading reading, Node element)
    {
        if (element is not Node.Object body || body.Find("channel") is not Node.Text channel)
        {
            reading.Wrong(element, "covers", "an object with 'channel' and 'from'");
            return null;
        }

        var from = body.Properties.FirstOrDefault(property => property.Name == "from");
        if (from is null or { Value: Node.Null })
        {
            return new(channel.Value, null);
        }

        return reading.Time(from) is { } time ? new(channel.Value, time) : null;
    }
}
