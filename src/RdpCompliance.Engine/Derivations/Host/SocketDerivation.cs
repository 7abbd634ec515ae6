using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Settings;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Host;

/// <summary>
/// The services that live in the process of a socket: as the listing of sockets says, else by the
/// process id that the listing of services gives. A process that hosts no service has none.
/// </summary>
internal sealed class SocketDerivation : IFieldDerivation
{
    private const string ServiceSpace = "service";

    /// <summary>SERVICE_STOPPED of winsvc.h.</summary>
    private const long Stopped = 1;

    public string Kind => "socket";

    public ImmutableArray<string> Keys => [];

    public Fact? Derive(Subject subject, string field, IFactSource estate) => field == "service" ? Services(subject) : null;

    private static Fact Services(Subject subject)
    {
        if (subject.Items is not [{ Item: var socket }, ..])
        {
            return Fact.Unknown(UnknownReason.NotCollected, $"the services of {subject}");
        }

        if (socket.Find("services") is { Value: SettingValue.List { Values: var stated }, Location: var place })
        {
            return Known(stated, socket, place);
        }

        if (socket.Find("pid") is not { Value: SettingValue.Number { Value: var process }, Location: var at })
        {
            return Fact.Unknown(UnknownReason.NotCollected, $"the process of {subject}");
        }

        var listed = subject.Evidence.ItemsIn(ServiceSpace).Select(one => one.Item).ToList();
        var hosted = listed
            .Where(service => service.Find("pid")?.Value is SettingValue.Number { Value: var id } && id == process)
            .Select(service => service.Name)
            .ToList();
        return hosted.Count > 0 || IsEveryProcessKnown(subject, listed)
            ? Known(hosted, socket, at)
            : Fact.Unknown(UnknownReason.NotCollected, $"the services of process {process} (sc queryex type= service state= all)") with
            {
                Grounds = [PlaceOf(socket, at)],
            };
    }

    /// <summary>Every service is listed, and those that are not stopped with their process.</summary>
    private static bool IsEveryProcessKnown(Subject subject, List<Item> listed) =>
        subject.Evidence.CoversSpace(ServiceSpace)
        && listed.TrueForAll(service => service.Find("pid") is not null || service.Find("status")?.Value is SettingValue.Number { Value: Stopped });

    private static Fact Known(IReadOnlyCollection<string> services, Item socket, Sources.Location place)
    {
        var process = socket.Find("process")?.Value.ToString() ?? (socket.Find("pid") is { } id ? $"process {id.Value}" : "an unnamed process");
        return Fact.Known(SettingConversion.ToList(services)) with
        {
            Grounds = [PlaceOf(socket, place)],
            Because =
                services.Count == 0
                    ? $"{socket.Name} belongs to {process}, which hosts no service"
                    : $"{socket.Name} belongs to {process} with {string.Join(", ", services)}",
        };
    }

    private static Ground PlaceOf(Item socket, Sources.Location place) =>
        Ground.Stated(place, new Address.Item(socket.Space, socket.Name, "pid"));
}
