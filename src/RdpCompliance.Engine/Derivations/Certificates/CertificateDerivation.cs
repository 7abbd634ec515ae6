using System.Collections.Immutable;
using RdpCompliance.Engine.Derivations.Access;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Settings;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Certificates;

/// <summary>
/// The fields of a certificate of a machine store, out of its registry Blob, and whether a
/// listener uses it: by its SSLCertificateSHA1Hash, else as the machine's self-signed one
/// (WinStations\SelfSignedCertificate), else as the one of the listener's key.
/// </summary>
internal sealed class CertificateDerivation : IFieldDerivation
{
    private const string Stores = @"HKLM\SOFTWARE\Microsoft\SystemCertificates";
    private const string BoundHash = "rdp.certificate-hash";
    private const string SelfSignedHash = "rdp.self-signed-certificate";
    private const string SelfSignedStore = "Remote Desktop";
    private const string ListenerContainer = "TSSecKeySet1";

    public string Kind => CertificateFields.Space;

    public ImmutableArray<string> Keys => [$@"{Stores}\*\Certificates\*"];

    public Fact? Derive(Subject subject, string field, IFactSource estate) => field switch
    {
        "bound-to-listener" => Bound(subject, estate),
        "store" => StoreOf(subject) is { } store ? Fact.Known(new FieldValue.Text(store)) with { Grounds = [Ground.Thing(subject.Place)] } : null,
        "private-key" => PrivateKey(subject),
        "signature-hash" => Hash(subject),
        "readable" => Readable(subject),
        "key-container" or "key-provider-type" => KeyPlace(subject, field),
        "key-readers" or "key-read-denied" => KeyAccess(subject, field, estate),
        "names-machine" => CertificateNames.NamesMachine(subject, estate),
        "of-policy-template" => CertificateTemplate.IsOfPolicy(subject, estate),
        _ => OfCertificate(subject, field),
    };

    private static Fact? OfCertificate(Subject subject, string field)
    {
        if (subject.Items is [{ Item: var item }, ..] && item.Find(field) is { } stated)
        {
            return OfField(stated.Value, stated.Location, subject, field);
        }

        if (BlobOf(subject) is not { } blob)
        {
            return Unreadable(subject);
        }

        if (blob.Parsed.Certificate is not { } property || CertificateFields.TryParse(property.Data) is not { } certificate)
        {
            return Fact.Unknown(UnknownReason.Unreadable, $"the certificate {subject.Name}") with
            {
                Grounds = [Place(blob.Observation.Location, blob.Observation)],
                Because = $"the Blob of {subject.Name} holds no certificate that can be read",
            };
        }

        var location = blob.Observation.Location;
        var place =
            location.Unit == SpanUnit.Bytes && location.Length == blob.Length
                ? Location.InBytes(location.Source, location.Start + property.Offset, property.Data.Length)
                : location;
        if (certificate.At(place).FirstOrDefault(one => one.Name == field) is { } found)
        {
            return OfField(found.Value, found.Location, subject, field);
        }

        // An extension that is not there (no EKU at all) is a known absence.
        return Fact.Absent() with { Grounds = [Place(place, blob.Observation)], Because = $"certificate {subject.Name} has no {field}" };
    }

    /// <summary>A listing may say the algorithm alone.</summary>
    private static Fact? Hash(Subject subject) =>
        subject.Items is [{ Item: var item }, ..] && item.Find("signature-hash") is null
            && item.Find("signature-algorithm") is { Value: SettingValue.Text { Value: var algorithm }, Location: var place }
            ? OfField(
                SignatureHash.Of(algorithm) is { } hash ? new SettingValue.Text(hash) : new SettingValue.Unresolved(UnknownReason.Unresolvable, algorithm),
                place,
                subject,
                "signature-hash")
            : OfCertificate(subject, "signature-hash");

    private static Fact OfField(SettingValue value, Location location, Subject subject, string field) =>
        SettingConversion.Natural(value) is { } known
            ? Fact.Known(known) with
            {
                Layer = Layer.Local,
                Grounds = [Ground.Stated(location, new Address.Item("certificate", subject.Name, field))],
                Because = $"{field} of certificate {subject.Name} is {known}",
            }
        : value is SettingValue.Unresolved { Reason: var reason, Expression: var expression }
            ? Fact.Unknown(reason, $"{field} of certificate {subject.Name}") with
            {
                Grounds = [Ground.Stated(location, new Address.Item("certificate", subject.Name, field))],
                Because = $"{field} of certificate {subject.Name} is not known for '{expression}'",
            }
            : Fact.Unknown(UnknownReason.WrongType, $"{field} of certificate {subject.Name}");

    private static Fact? PrivateKey(Subject subject)
    {
        if (subject.Items is [{ Item: var item }, ..] && item.Find("has-private-key") is { } stated)
        {
            return OfField(stated.Value, stated.Location, subject, "private-key");
        }

        return BlobOf(subject) is { } blob
            ? Fact.Known(new FieldValue.Flag(blob.Parsed.HasPrivateKey)) with
            {
                Grounds = [Place(blob.Observation.Location, blob.Observation)],
                Because = blob.Parsed.HasPrivateKey
                    ? $"certificate {subject.Name} is bound to key '{blob.Parsed.KeyContainer}'"
                    : $"certificate {subject.Name} is bound to no private key",
            }
            : null;
    }

    private static Fact Bound(Subject subject, IFactSource estate)
    {
        if (subject.Owner is not { } machine)
        {
            return Fact.Unknown(UnknownReason.NotCollected, "the machine of the certificate");
        }

        var listeners = estate.OfKind("listener").Where(listener => listener.Owner == machine).ToList();
        var hashes = listeners.ConvertAll(listener => estate.FactOf(listener, BoundHash));
        if (hashes.Find(hash => Names(hash, subject)) is { } named)
        {
            return Fact.Known(new FieldValue.Flag(true)) with { Grounds = named.Grounds, Because = named.Because };
        }

        var unknown = hashes.Find(hash => !hash.IsKnown)
            ?? (listeners.Count == 0 ? Fact.Unknown(UnknownReason.NotCollected, "the listeners of the machine") : null);
        if (unknown is not null)
        {
            return unknown;
        }

        if (hashes.TrueForAll(IsPin))
        {
            return Fact.Known(new FieldValue.Flag(false)) with { Because = "every listener names another certificate" };
        }

        var selfSigned = estate.FactOf(machine, SelfSignedHash);
        return selfSigned switch
        {
            { IsKnown: false } => selfSigned,
            _ when Names(selfSigned, subject) => Fact.Known(new FieldValue.Flag(true)) with { Grounds = selfSigned.Grounds, Because = selfSigned.Because },
            _ when IsPin(selfSigned) => Fact.Known(new FieldValue.Flag(false)) with { Because = selfSigned.Because },
            _ => Fact.Known(new FieldValue.Flag(IsListenersOwn(subject, machine, estate))) with
            {
                Because = $"no certificate is named, so that of key '{ListenerContainer}' in the store '{SelfSignedStore}' is used",
            },
        };
    }

    /// <summary>A hash of no bytes names nothing.</summary>
    private static bool IsPin(Fact hash) => hash.Value is FieldValue.Text { Value.Length: > 0 };

    private static bool Names(Fact hash, Subject subject) =>
        hash.Value is FieldValue.Text { Value: var text } && text.Equals(subject.Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The one of the listener's key; where no source says which key, the only one of the store.</summary>
    private static bool IsListenersOwn(Subject subject, Subject machine, IFactSource estate)
    {
        if (StoreOf(subject) != SelfSignedStore)
        {
            return false;
        }

        return KeyPlace(subject, "key-container") is { Value: FieldValue.Text { Value: var container } }
            ? container.Equals(ListenerContainer, StringComparison.OrdinalIgnoreCase)
            : estate.OfKind(CertificateFields.Space).Count(other => other.Owner == machine && StoreOf(other) == SelfSignedStore) == 1;
    }

    private static string? StoreOf(Subject subject) =>
        subject.Variables.GetValueOrDefault("store") ?? (subject.Items is [{ Item: var item }, ..] ? item.Find("store")?.Value.ToString() : null);

    /// <summary>Whether the source holds a certificate at all; an item has no Blob that could be broken.</summary>
    private static Fact? Readable(Subject subject)
    {
        if (BlobOf(subject) is not { } blob)
        {
            return subject.Items.IsEmpty
                ? Unreadable(subject)
                : Fact.Known(new FieldValue.Flag(true)) with
                {
                    Because = $"certificate {subject.Name} is listed",
                };
        }

        var isReadable = blob.Parsed.Certificate is { } property && CertificateFields.TryParse(property.Data) is not null;
        return Fact.Known(new FieldValue.Flag(isReadable)) with
        {
            Layer = Layer.Local,
            Grounds = [Place(blob.Observation.Location, blob.Observation)],
            Because = isReadable ? $"the Blob of {subject.Name} holds a certificate" : $"the Blob of {subject.Name} holds no certificate that can be read",
        };
    }

    /// <summary>The key of the store says that there is a certificate, and no Blob of bytes says which.</summary>
    private static Fact? Unreadable(Subject subject) =>
        AddressOf(subject) is { } address && subject.Evidence.At(address) is [{ Observation: var observation }, ..]
            ? Fact.Unknown(UnknownReason.Unreadable, $"the certificate {subject.Name}") with
            {
                Grounds = [Place(observation.Location, observation)],
                Because = $"the Blob of {subject.Name} could not be read",
            }
            : null;

    private static Fact? KeyPlace(Subject subject, string field)
    {
        if (subject.Items is [{ Item: var item }, ..] && item.Find(field) is { } stated)
        {
            return OfField(stated.Value, stated.Location, subject, field);
        }

        if (BlobOf(subject) is not { } blob)
        {
            return null;
        }

        ImmutableArray<Ground> places = [Place(blob.Observation.Location, blob.Observation)];
        return blob.Parsed switch
        {
            { HasPrivateKey: false } => Fact.Absent() with { Grounds = places, Because = $"certificate {subject.Name} is bound to no private key" },
            { Key: { } key } => Fact.Known(field == "key-container" ? new FieldValue.Text(key.Container) : new FieldValue.Number(key.ProviderType)) with
            {
                Layer = Layer.Local,
                Grounds = places,
                Because = $"certificate {subject.Name} is bound to key '{key.Container}' of a provider of type {key.ProviderType}",
            },
            _ => Fact.Unknown(UnknownReason.Unreadable, $"the private key of {subject.Name}") with
            {
                Grounds = places,
                Because = $"where the key of {subject.Name} is cannot be read",
            },
        };
    }

    /// <summary>Who may read the private key, where a snapshot has its descriptor.</summary>
    private static Fact? KeyAccess(Subject subject, string field, IFactSource estate) =>
        AccessDerivation.AccessOf(subject, "key-sddl", SecuredObject.File, estate) switch
        {
            ({ } access, { } descriptor, var sddl) => AccessDerivation.Holders(field, access, descriptor, SecuredObject.File, subject, sddl),
            var (_, _, unknown) => unknown,
        };

    private static Ground Place(Location location, Observation observation) => Ground.Stated(location, observation.Address);

    private static Address.Registry? AddressOf(Subject subject) =>
        subject.Variables.TryGetValue("store", out var store) && RegistryKey.TryParse($@"{Stores}\{store}\Certificates\{subject.Name}") is { } key
            ? new(RegistryHalf.Machine, key, "Blob")
            : null;

    private static StoredBlob? BlobOf(Subject subject)
    {
        if (AddressOf(subject) is not { } address)
        {
            return null;
        }

        return subject.Evidence.At(address) is [{ Observation: { Value: SettingValue.Registry { Data: var data } } observation }, ..]
            ? new(observation, CertificateBlob.Parse(data.Bytes), data.Bytes.Length)
            : null;
    }

    private sealed record StoredBlob(Observation Observation, CertificateBlob Parsed, int Length);
}
