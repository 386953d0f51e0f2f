# Encodes 1080p, 720p and 480p of a film as HLS, a process each, with our settings. Arguments: ffmpeg, film, folder.
set -e
for size in 1920:1080:5500000 1280:720:3000000 854:480:1400000; do
  IFS=: read -r width height rate <<X
$size
X
  "$1" -nostdin -v error -y -threads 1 -i "$2" -filter_threads 1 -vf "fps=30,scale=$width:$height:flags=bicubic,format=yuv420p" \
    -c:v libx264 -preset veryfast -crf 23 -profile:v high -threads 1 -maxrate "$rate" -bufsize $((2 * rate)) \
    -g 60 -keyint_min 60 -sc_threshold 0 -f hls -hls_time 2 -hls_playlist_type vod -hls_segment_type fmp4 \
    -hls_flags single_file "$3/${height}p.m3u8"
done
