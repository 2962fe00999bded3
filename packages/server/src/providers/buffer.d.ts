// The declarations of `standardwebhooks` name Node's Buffer, also where there is no Node: as far as they go, it is bytes.
type Buffer = Uint8Array
